using System.Text.Json.Serialization;
using MnistPipeline.Model;

namespace MnistPipeline.Engines;

/// <summary>The rule by which a step moves the parameters.</summary>
[JsonConverter(typeof(CamelCaseWord<OptimizerKind>))]
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum: v = momentum v + g + decay w; w -= rate v.</summary>
    Sgd,

    /// <summary>Adam (Kingma, Ba 2015), its decay added to the gradient.</summary>
    Adam,

    /// <summary>AdamW (Loshchilov, Hutter 2019): w -= rate decay w, then Adam's step.</summary>
    AdamW,

    /// <summary>
    /// Muon (Jordan 2024): the weights of C3, C5 and F6 move along their momentum made orthogonal, so that no direction is learned faster than the others; all
    /// other parameters as with AdamW, and all decay as with it. A step takes longer, and steps are fewer: best with wide layers or large batches.
    /// </summary>
    Muon,
}

/// <summary>How an engine updates the parameters, and whether it averages them.</summary>
internal sealed record OptimizerOptions
{
    /// <summary>The rule.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.AdamW;

    /// <summary>SGD's and Muon's share of the last step that goes on: 0 to below 1.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>Adam's decay of the mean gradient: 0 to below 1.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Adam's decay of the mean squared gradient: 0 to below 1.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>What keeps Adam's division from zero.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>Weight decay: 0 or more. All ten tensors decay.</summary>
    public float WeightDecay { get; init; }

    /// <summary>
    /// The decay of the exponential moving average of the parameters, with which a network with averaging scores:
    /// average = d average + (1 - d) parameters after each step; 0 for none, below 1. The average starts as a copy of the
    /// parameters, and so that a long decay does not hold on to the initial weights, d is the smaller of this decay and
    /// (1 + steps) / (10 + steps), as in TensorFlow's ExponentialMovingAverage with num_updates.
    /// </summary>
    public float AveragingDecay { get; init; }

    /// <summary>
    /// The layers whose parameters do not move: their gradient counts as 0 and they do not decay; none by default.
    /// </summary>
    public IReadOnlyList<Layer> FrozenLayers
    {
        get;
        init => field = new ValueList<Layer>(value ?? []);
    } = new ValueList<Layer>([]);

    /// <summary>Whether the weights of a layer move by <see cref="Muon"/>.</summary>
    public bool MovesAsMatrix(Layer layer) => Kind == OptimizerKind.Muon && Muon.Moves(layer) && !FrozenLayers.Contains(layer);

    /// <summary>The decay d of the average at one step.</summary>
    /// <param name="step">The number of steps taken, this one among them: 1 or more.</param>
    public double EffectiveAveragingDecay(int step) => Math.Min(AveragingDecay, (1.0 + step) / (10.0 + step));
}
