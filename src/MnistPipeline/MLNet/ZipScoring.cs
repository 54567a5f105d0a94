using Microsoft.ML;
using MnistPipeline.Model;

namespace MnistPipeline;

/// <summary>What computes the network in a chain of ML.NET's own transformers, and so in the saved zip.</summary>
public sealed class ZipScoring
{
    internal ZipScoring(ScoringFactory create) => Create = create;

    /// <summary>ONNX Runtime, by ML.NET's <c>OnnxScoringTransformer</c>.</summary>
    public static ZipScoring Onnx { get; } = new(OnnxScoring.Create);

    /// <summary>Makes the transformer.</summary>
    internal ScoringFactory Create { get; }
}

/// <summary>Makes what computes a network in a chain of ML.NET's own transformers.</summary>
/// <param name="context">Where the chain lives.</param>
/// <param name="network">The network and its kind of input.</param>
/// <param name="inputColumn">The column of what the network takes, in the shape that <see cref="DigitInput"/> tells.</param>
/// <param name="logitScale">What the network's outputs are multiplied by.</param>
/// <param name="input">Data with that column, which may have no rows.</param>
/// <returns>A transformer that adds the column <c>Logits</c>, [1, class].</returns>
internal delegate ITransformer ScoringFactory(MLContext context, TrainedModel network, string inputColumn, float logitScale, IDataView input);
