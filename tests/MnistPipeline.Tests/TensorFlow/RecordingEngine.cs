using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.TensorFlow;

/// <summary>Another engine, and a record of what it was given and what it said.</summary>
internal sealed class RecordingEngine(IEngine engine, Action<RecordingEngine> afterStep) : IEngine
{
    public List<float> Losses { get; } = [];

    public List<string> Batches { get; } = [];

    public string Description => engine.Description;

    public LeNet5Architecture Architecture => engine.Architecture;

    public float TrainStep(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, float learningRate) =>
        Record(images, MemoryMarshal.AsBytes(labels), learningRate, engine.TrainStep(images, labels, learningRate));

    public float TrainStepTowards(ReadOnlySpan<byte> images, ReadOnlySpan<float> targets, float learningRate) =>
        Record(images, MemoryMarshal.AsBytes(targets), learningRate, engine.TrainStepTowards(images, targets, learningRate));

    public void CopyLosses(Span<float> losses) => engine.CopyLosses(losses);

    public void ComputeLogits(ReadOnlySpan<byte> images, Span<float> logits) => engine.ComputeLogits(images, logits);

    public EngineState CaptureState() => engine.CaptureState();

    public void RestoreState(EngineState state) => engine.RestoreState(state);

    public void Dispose() => engine.Dispose();

    private float Record(ReadOnlySpan<byte> images, ReadOnlySpan<byte> targets, float learningRate, float loss)
    {
        Batches.Add($"{Convert.ToHexString(SHA256.HashData(images))} {Convert.ToHexString(SHA256.HashData(targets))} {learningRate}");
        Losses.Add(loss);
        afterStep(this);
        return loss;
    }
}
