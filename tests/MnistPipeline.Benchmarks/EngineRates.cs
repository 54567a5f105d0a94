using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.TensorFlow;

namespace MnistPipeline.Benchmarks;

/// <summary>The same training steps on all engines: TensorFlow's where MNIST_TENSORFLOW names one or the system has one.</summary>
internal sealed class EngineRates : IDisposable
{
    private static readonly int[] Batches = [64, 256];

    private readonly byte[] _images = new byte[Batches[^1] * Digit.Pixels];
    private readonly int[] _labels = new int[Batches[^1]];
    private readonly int _threads;
    private readonly IEngine _cpu;
    private readonly IEngine? _tensorFlow;

    /// <summary>Makes the engines.</summary>
    public EngineRates(LeNet5Architecture architecture, int threads)
    {
        var random = new Random(1);
        random.NextBytes(_images);
        for (var image = 0; image < _labels.Length; image++)
        {
            _labels[image] = random.Next(architecture.Classes);
        }

        _threads = threads;
        var initial = LeNet5Parameters.Initialize(architecture, 1);
        var optimizer = new OptimizerOptions { AveragingDecay = 0.998f };
        _cpu = CpuEngine.Create(initial, optimizer, threads);
        OnCpu = [.. Batches.Select(batch => Step(_cpu, batch))];
        try
        {
            _tensorFlow = TensorFlowRuntime.Open(new TensorFlowOptions(), threads).Engine(initial, optimizer, threads);
            OnTensorFlow = [.. Batches.Select(batch => Step(_tensorFlow, batch))];
        }
        catch (BadInputException missing)
        {
            Missing = missing.Message;
        }
    }

    /// <summary>A measurement for each batch.</summary>
    public IReadOnlyList<Measurement> OnCpu { get; }

    /// <summary>A measurement for each batch; none where there is no TensorFlow.</summary>
    public IReadOnlyList<Measurement> OnTensorFlow { get; } = [];

    /// <summary>Why there is no TensorFlow; null where there is one.</summary>
    public string? Missing { get; }

    /// <summary>PyTorch's figures, as shares of the cpu engine's, which has been measured; none where there is no PyTorch.</summary>
    public IReadOnlyList<Figure> OnTorch(int rounds, double milliseconds) =>
        TorchRates.Measure(_threads, Batches, rounds, milliseconds) is var (version, rates)
            ? [.. Batches.Select((batch, index) => Figure.From($"step, batch {batch}; PyTorch {version}, {_threads} threads", rates[index]).ComparedWith(OnCpu[index].ByClock()))]
            : [];

    public void Dispose()
    {
        _cpu.Dispose();
        _tensorFlow?.Dispose();
    }

    private Measurement Step(IEngine engine, int batch) => new($"step, batch {batch}; {engine.Description}", batch, () =>
        engine.TrainStep(_images.AsSpan(0, batch * Digit.Pixels), _labels.AsSpan(0, batch), 1e-6f));
}
