using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.TensorFlow;

/// <summary>An engine and a twin that takes each of its steps too, from the state that the engine has before it.</summary>
internal sealed class TwinEngine(IEngine engine, IEngine twin, OptimizerOptions optimizer) : IEngine
{
    /// <summary>How far the twin's steps were from the engine's, each as a share of the engine's.</summary>
    public List<(double Loss, double Gradient, double Update)> Distances { get; } = [];

    public string Description => engine.Description;

    public LeNet5Architecture Architecture => engine.Architecture;

    public float TrainStep(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, float learningRate)
    {
        var before = Begin();
        return Compare(before, engine.TrainStep(images, labels, learningRate), twin.TrainStep(images, labels, learningRate));
    }

    public float TrainStepTowards(ReadOnlySpan<byte> images, ReadOnlySpan<float> targets, float learningRate)
    {
        var before = Begin();
        return Compare(before, engine.TrainStepTowards(images, targets, learningRate), twin.TrainStepTowards(images, targets, learningRate));
    }

    public void CopyLosses(Span<float> losses) => engine.CopyLosses(losses);

    public void ComputeLogits(ReadOnlySpan<byte> images, Span<float> logits) => engine.ComputeLogits(images, logits);

    public EngineState CaptureState() => engine.CaptureState();

    public void RestoreState(EngineState state) => engine.RestoreState(state);

    public void Dispose()
    {
        engine.Dispose();
        twin.Dispose();
    }

    private EngineState Begin()
    {
        var state = engine.CaptureState();
        twin.RestoreState(state);
        return state;
    }

    private float Compare(EngineState before, float loss, float twinLoss)
    {
        var (after, twinAfter) = (engine.CaptureState(), twin.CaptureState());

        // Adam's mean gradient is the old one's share and the gradient's, so that it tells the gradient; so does Muon's momentum, which keeps a little more.
        Distances.Add((
            Math.Abs(twinLoss - loss) / loss,
            Distance(before.FirstMoment, optimizer.Beta1, after.FirstMoment, twinAfter.FirstMoment),
            Distance(before.Parameters, 1, after.Parameters, twinAfter.Parameters)));
        return loss;
    }

    /// <summary>The distance of two vectors, as a share of how far the first has come from what was kept of the one before.</summary>
    private static double Distance(float[] before, double kept, float[] after, float[] twinAfter)
    {
        double distance = 0, way = 0;
        for (var index = 0; index < before.Length; index++)
        {
            distance += Math.Pow((double)after[index] - twinAfter[index], 2);
            way += Math.Pow(after[index] - kept * before[index], 2);
        }

        return Math.Sqrt(distance / way);
    }
}
