using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.TensorFlow;

namespace MnistPipeline.Benchmarks;

/// <summary>The same training steps on both engines, where MNIST_TENSORFLOW names a TensorFlow or the system has one.</summary>
internal sealed class EngineRates : IDisposable
{
    private static readonly int[] Batches = [64, 256];

    private readonly byte[] _images = new byte[Batches[^1] * Digit.Pixels];
    private readonly int[] _labels = new int[Batches[^1]];
    private readonly IEngine _cpu;
    private readonly IEngine _tensorFlow;

    /// <summary>Makes the engines.</summary>
    /// <exception cref="BadInputException">There is no TensorFlow.</exception>
    public EngineRates(LeNet5Architecture architecture, int threads)
    {
        var random = new Random(1);
        random.NextBytes(_images);
        for (var image = 0; image < _labels.Length; image++)
        {
            _labels[image] = random.Next(architecture.Classes);
        }

        var initial = LeNet5Parameters.Initialize(architecture, 1);
        var optimizer = new OptimizerOptions { AveragingDecay = 0.998f };
        _tensorFlow = TensorFlowRuntime.Open(new TensorFlowOptions(), threads).Engine(initial, optimizer, threads);
        _cpu = CpuEngine.Create(initial, optimizer, threads);
        OnCpu = [.. Batches.Select(batch => Step(_cpu, batch))];
        OnTensorFlow = [.. Batches.Select(batch => Step(_tensorFlow, batch))];
    }

    public IReadOnlyList<Measurement> OnCpu { get; }

    public IReadOnlyList<Measurement> OnTensorFlow { get; }

    public void Dispose()
    {
        _cpu.Dispose();
        _tensorFlow.Dispose();
    }

    private Measurement Step(IEngine engine, int batch) => new($"step, batch {batch}; {engine.Description}", batch, () =>
        engine.TrainStep(_images.AsSpan(0, batch * Digit.Pixels), _labels.AsSpan(0, batch), 1e-6f));
}
