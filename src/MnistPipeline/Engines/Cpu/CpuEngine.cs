using MnistPipeline.Engines.Cpu.Rows;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// LeNet-5 on the processor, in managed code. The same seed gives the same bits on any number of threads and with vectors of
/// any width. After the first step with a batch size it allocates nothing. One caller at a time.
/// </summary>
internal sealed unsafe class CpuEngine : IEngine
{
    private readonly LeNet5Computation _computation;
    private readonly OptimizerOptions _optimizer;
    private readonly WorkerThreads _workers;
    private readonly BlockMaps[] _maps;
    private readonly GradientPart[] _parts;
    private readonly RowScoring _rows;
    private readonly MuonUpdate? _muon;
    private readonly AlignedMemory _vectorMemory;
    private readonly ParameterVectors _vectors;
    private readonly int _vectorBits;
    private BatchMemory _batch;
    private int _steps;
    private bool _isDisposed;

    // What the workers are doing now.
    private Phase _phase;
    private byte* _images;
    private int _imageCount;
    private float* _logits;
    private OptimizerUpdate _update;

    private CpuEngine(LeNet5Parameters initial, OptimizerOptions optimizer, int threads, int vectorBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Architecture = initial.Architecture.Checked();
        _optimizer = optimizer;
        _vectorBits = vectorBits;
        var firstMoving = Enum.GetValues<Layer>().SkipWhile(optimizer.FrozenLayers.Contains).FirstOrDefault(Layer.Output);
        _computation = LeNet5Computation.Create(Architecture, vectorBits, firstMoving);
        var length = Block.RoundUp(_computation.Layout.Length);
        _vectorMemory = new AlignedMemory(5L * length);
        var memory = _vectorMemory.Pointer;
        _vectors = new ParameterVectors(
            memory, memory + length, memory + 2 * length,
            optimizer.Kind == OptimizerKind.Sgd ? null : memory + 3 * length,
            optimizer.AveragingDecay > 0 ? memory + 4 * length : null);
        _vectors.Begin(initial.Values, _computation.Layout);
        _parts = GradientPart.CreateAll(_computation.Layout, optimizer);
        _maps = [.. Enumerable.Range(0, threads).Select(_ => new BlockMaps(Architecture))];
        _batch = new BatchMemory(_computation.Layout, 1);
        _rows = new RowScoring(_computation, threads);
        _muon = MuonUpdate.Create(_computation.Layout, optimizer, vectorBits, items => Run(Phase.Muon, items));
        _workers = new WorkerThreads(threads, Work);
    }

    private enum Phase
    {
        Train,
        Update,
        Muon,
        Score,
        ScoreRows,
    }

    /// <inheritdoc/>
    public string Description => Describe(_workers.Count, _vectorBits);

    /// <inheritdoc/>
    public LeNet5Architecture Architecture { get; }

    /// <summary>Makes an engine with the widest vectors of this processor.</summary>
    /// <inheritdoc cref="EngineFactory"/>
    public static IEngine Create(LeNet5Parameters initial, OptimizerOptions optimizer, int threads) =>
        Create(initial, optimizer, threads, LeNet5Computation.WidestVectors);

    /// <summary>The <see cref="IEngine.Description"/> of what <see cref="Create(LeNet5Parameters, OptimizerOptions, int)"/> makes.</summary>
    /// <param name="threads">The number of threads, 1 or more.</param>
    public static string Describe(int threads) => Describe(threads, LeNet5Computation.WidestVectors);

    /// <summary>Makes an engine with vectors of 128, 256 or 512 bits.</summary>
    internal static CpuEngine Create(LeNet5Parameters initial, OptimizerOptions optimizer, int threads, int vectorBits) =>
        new(initial, optimizer, threads, vectorBits);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no labels, or not 784 bytes for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is neither a class of the network nor <see cref="EngineInput.NoClass"/>.</exception>
    public float TrainStep(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, float learningRate)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        EngineInput.ThrowUnlessBatch(images, labels, Architecture);
        MakeRoom(labels.Length);
        labels.CopyTo(_batch.Labels);
        _batch.HasTargets = false;
        return Step(images, labels.Length, learningRate);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no images, or they are not of 784 bytes each, or there is not one target a class for each.</exception>
    public float TrainStepTowards(ReadOnlySpan<byte> images, ReadOnlySpan<float> targets, float learningRate)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var count = EngineInput.CountToTrain(images, targets, Architecture);
        MakeRoom(count);
        targets.CopyTo(_batch.Targets);
        _batch.HasTargets = true;
        return Step(images, count, learningRate);
    }

    /// <inheritdoc/>
    public void CopyLosses(Span<float> losses)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _batch.CopyLosses(losses);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The images are not of 784 bytes each, or there is not one logit a class for each.</exception>
    public void ComputeLogits(ReadOnlySpan<byte> images, Span<float> logits)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var count = EngineInput.CountToScore(images, logits, Architecture);
        fixed (byte* pixels = images)
        fixed (float* scores = logits)
        {
            _images = pixels;
            _imageCount = count;
            _logits = scores;
            Run(Phase.Score, Block.CountFor(count));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A row has fewer than 28 columns, the rows are not of 28 lines each, or there is not one logit a class for each window.</exception>
    public void ComputeRowLogits(ReadOnlySpan<byte> rows, ReadOnlySpan<int> columns, Span<float> logits)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        EngineInput.ThrowUnlessRows(rows, columns, logits, Architecture);
        fixed (byte* pixels = rows)
        fixed (float* scores = logits)
        {
            _rows.Begin(pixels, columns, scores);
            Run(Phase.ScoreRows, columns.Length);
        }
    }

    /// <inheritdoc/>
    public EngineState CaptureState()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _vectors.Capture(_computation.Layout, _steps);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A vector of the state is not as long as this engine's.</exception>
    public void RestoreState(EngineState state)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _vectors.Restore(state, _computation.Layout);
        _steps = state.Steps;
    }

    /// <summary>Ends the engine's threads and frees its memory.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _workers.Dispose();
        _batch.Dispose();
        _rows.Dispose();
        _muon?.Dispose();
        _vectorMemory.Dispose();
        foreach (var maps in _maps)
        {
            maps.Dispose();
        }
    }

    private static string Describe(int threads, int vectorBits) => $"cpu, {threads} {(threads == 1 ? "thread" : "threads")}, {vectorBits}-bit vectors";

    private void MakeRoom(int images)
    {
        var blocks = Block.CountFor(images);
        if (blocks > _batch.Blocks)
        {
            _batch.Dispose();
            _batch = new BatchMemory(_computation.Layout, blocks);
        }
    }

    private float Step(ReadOnlySpan<byte> images, int count, float learningRate)
    {
        _update = new OptimizerUpdate(_optimizer, learningRate, ++_steps);
        fixed (byte* pixels = images)
        {
            _images = pixels;
            _imageCount = count;
            Run(Phase.Train, Block.CountFor(count));
        }

        Run(Phase.Update, _parts.Length);
        _muon?.Run();
        return _batch.MeanLoss(count);
    }

    private void Run(Phase phase, int items)
    {
        _phase = phase;
        _workers.Run(items);
    }

    private void Work(int item, int worker)
    {
        var maps = _maps[worker];
        switch (_phase)
        {
            case Phase.Update:
                _computation.Gradient(_parts[item], _batch, _imageCount, _vectors.Gradient);
                _computation.Update(_parts[item], _update, _vectors);
                return;
            case Phase.Muon:
                _muon!.Do(item, _update, _vectors);
                return;
            case Phase.ScoreRows:
                _rows.Score(item, worker, _vectors.Scoring, maps);
                return;
            default:
                break;
        }

        var first = item * Block.Images;
        var count = Math.Min(Block.Images, _imageCount - first);
        var images = _images + (long)first * Digit.Pixels;
        if (_phase == Phase.Train)
        {
            _computation.Forward(images, count, _vectors.Parameters, maps);
            _computation.Backward(_vectors.Parameters, maps, _batch, item, count, _imageCount);
        }
        else
        {
            _computation.Forward(images, count, _vectors.Scoring, maps);
            InputBlock.Transpose(maps.Logits, Architecture.Classes, count, _logits + (long)first * Architecture.Classes, Architecture.Classes);
        }
    }
}
