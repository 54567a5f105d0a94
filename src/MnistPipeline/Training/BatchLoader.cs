using System.Runtime.ExceptionServices;

namespace MnistPipeline.Training;

/// <summary>What is in the batches of a training.</summary>
/// <typeparam name="TBatch">What is shown in one step.</typeparam>
internal interface IBatchSource<TBatch>
{
    /// <summary>A batch to be filled again and again.</summary>
    TBatch CreateBatch();

    /// <summary>The places of an epoch, from 1, in the order in which they are shown.</summary>
    int[] Order(int epoch);

    /// <summary>Fills a batch with what these places show in an epoch.</summary>
    void Fill(TBatch batch, ReadOnlySpan<int> places, int epoch);
}

/// <summary>
/// Prepares the batches of all epochs in order on a thread of its own. What is in a batch depends on the seed, the epoch and its place alone. The buffers are few
/// and used again and again.
/// </summary>
/// <typeparam name="TBatch">What is shown in one step.</typeparam>
internal sealed class BatchLoader<TBatch> : IDisposable
{
    private const int RingLength = 4;

    private readonly IBatchSource<TBatch> _source;
    private readonly TrainingOptions _options;
    private readonly int _firstEpoch;
    private readonly TBatch[] _ring;
    private readonly Thread _thread;

    // A monitor and not semaphores: those spin before they block, and the cores are busy with training.
    private readonly object _gate = new();
    private long _prepared;
    private long _released;
    private bool _disposed;
    private bool _finished;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts to prepare batches.</summary>
    /// <param name="source">What is in them.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="firstEpoch">The epoch to begin with, from 1.</param>
    public BatchLoader(IBatchSource<TBatch> source, TrainingOptions options, int firstEpoch)
    {
        _source = source;
        _options = options;
        _firstEpoch = firstEpoch;
        _ring = [.. Enumerable.Range(0, RingLength).Select(_ => source.CreateBatch())];
        _thread = new Thread(PrepareAll) { IsBackground = true, Name = "BatchLoader" };
        _thread.Start();
    }

    /// <summary>The next batch, to be given back before the next call.</summary>
    /// <exception cref="InvalidOperationException">All batches of all epochs were taken.</exception>
    public TBatch Take()
    {
        lock (_gate)
        {
            while (_prepared == _released && !_finished)
            {
                _ = Monitor.Wait(_gate);
            }

            _failure?.Throw();
            if (_prepared == _released)
            {
                throw new InvalidOperationException("All batches of all epochs were taken.");
            }

            return _ring[_released % RingLength];
        }
    }

    /// <summary>Gives the batch that was taken last back, to be filled again.</summary>
    public void Return()
    {
        lock (_gate)
        {
            _released++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Whether the thread still prepares batches.</summary>
    public bool IsRunning => _thread.IsAlive;

    /// <summary>Ends the thread, whatever it is at.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void PrepareAll()
    {
        try
        {
            PrepareEpochs();
        }
        catch (Exception exception)
        {
            // Whatever it is, it belongs to the thread that takes the batches.
            _failure = ExceptionDispatchInfo.Capture(exception);
        }

        lock (_gate)
        {
            _finished = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void PrepareEpochs()
    {
        for (var epoch = _firstEpoch; epoch <= _options.Epochs; epoch++)
        {
            // What an epoch shows may depend on the losses of all steps before.
            if (!WaitUntilAtMost(0))
            {
                return;
            }

            var order = _source.Order(epoch);
            for (var start = 0; start < order.Length; start += _options.BatchSize)
            {
                if (!WaitUntilAtMost(RingLength - 1))
                {
                    return;
                }

                _source.Fill(_ring[_prepared % RingLength], order.AsSpan(start, Math.Min(_options.BatchSize, order.Length - start)), epoch);
                lock (_gate)
                {
                    _prepared++;
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    private bool WaitUntilAtMost(int batches)
    {
        lock (_gate)
        {
            while (_prepared - _released > batches && !_disposed)
            {
                _ = Monitor.Wait(_gate);
            }

            return !_disposed;
        }
    }
}
