using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;

namespace MnistPipeline.Benchmarks;

/// <summary>Whole training steps and scoring, as a trainer calls them.</summary>
internal sealed class StepRates : IDisposable
{
    private const int LargestBatch = 256;

    private readonly byte[] _images = new byte[LargestBatch * Digit.Pixels];
    private readonly int[] _labels = new int[LargestBatch];
    private readonly float[] _logits;
    private readonly List<CpuEngine> _engines = [];

    public StepRates(LeNet5Architecture architecture, IReadOnlyList<int> threadCounts, IReadOnlyList<int> vectorBits)
    {
        var random = new Random(1);
        random.NextBytes(_images);
        for (var image = 0; image < LargestBatch; image++)
        {
            _labels[image] = random.Next(architecture.Classes);
        }

        _logits = new float[LargestBatch * architecture.Classes];
        var measurements = new List<Measurement>();
        foreach (var bits in vectorBits)
        {
            foreach (var threads in threadCounts)
            {
                var engine = CpuEngine.Create(LeNet5Parameters.Initialize(architecture, 1), new OptimizerOptions { AveragingDecay = 0.998f }, threads, bits);
                _engines.Add(engine);
                measurements.Add(new($"step, batch 64; {engine.Description}", 64, () => Step(engine, 64)));
                measurements.Add(new($"step, batch 256; {engine.Description}", 256, () => Step(engine, 256)));
                measurements.Add(new($"score 256; {engine.Description}", 256, () => engine.ComputeLogits(_images, _logits)));
            }
        }

        Measurements = measurements;
    }

    public IReadOnlyList<Measurement> Measurements { get; }

    /// <summary>Bytes that a step allocates, over all threads, once it has run with its batch size.</summary>
    public double AllocatedPerStep()
    {
        const int Steps = 200;
        var engine = _engines[^1];
        Step(engine, 64);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var step = 0; step < Steps; step++)
        {
            Step(engine, 64);
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Steps;
    }

    public void Dispose() => _engines.ForEach(engine => engine.Dispose());

    private void Step(CpuEngine engine, int batch) =>
        engine.TrainStep(_images.AsSpan(0, batch * Digit.Pixels), _labels.AsSpan(0, batch), 1e-6f);
}
