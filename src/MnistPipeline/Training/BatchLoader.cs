using System.Runtime.ExceptionServices;

namespace MnistPipeline.Training;

/// <summary>Writes what the network sees at one place of one epoch.</summary>
/// <param name="place">The place of <see cref="EpochPlaces"/>.</param>
/// <param name="epoch">The epoch, from 1.</param>
/// <param name="target">Receives 784 bytes.</param>
internal delegate void PresentDigit(int place, int epoch, Span<byte> target);

/// <summary>
/// Prepares the batches of all epochs in order on a thread of its own: shuffled, one of the two variants, distorted. What is in
/// a batch depends on the seed, the epoch and its place alone. The buffers are few and used again and again.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private const int RingLength = 4;

    private readonly EpochPlaces _places;
    private readonly PresentDigit _present;
    private readonly TrainingOptions _options;
    private readonly int _firstEpoch;
    private readonly Batch[] _ring = new Batch[RingLength];
    private readonly Thread _thread;

    // A monitor and not semaphores: those spin before they block, and the cores are busy with training.
    private readonly object _gate = new();
    private long _prepared;
    private long _released;
    private bool _lent;
    private bool _disposed;
    private bool _finished;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts to prepare batches.</summary>
    /// <param name="places">What an epoch shows.</param>
    /// <param name="present">Writes what the network sees at a place.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="firstEpoch">The epoch to begin with, from 1.</param>
    public BatchLoader(EpochPlaces places, PresentDigit present, TrainingOptions options, int firstEpoch)
    {
        _places = places;
        _present = present;
        _options = options;
        _firstEpoch = firstEpoch;
        var capacity = Math.Min(options.BatchSize, places.Count);
        for (var slot = 0; slot < RingLength; slot++)
        {
            _ring[slot] = new Batch(capacity);
        }

        _thread = new Thread(PrepareAll) { IsBackground = true, Name = nameof(BatchLoader) };
        _thread.Start();
    }

    /// <summary>The next batch, which is valid until the next call.</summary>
    /// <exception cref="InvalidOperationException">All batches of all epochs were taken.</exception>
    public Batch Take()
    {
        lock (_gate)
        {
            if (_lent)
            {
                _lent = false;
                _released++;
                Monitor.PulseAll(_gate);
            }

            while (_prepared == _released && !_finished)
            {
                _ = Monitor.Wait(_gate);
            }

            _failure?.Throw();
            if (_prepared == _released)
            {
                throw new InvalidOperationException("All batches of all epochs were taken.");
            }

            _lent = true;
            return _ring[_released % RingLength];
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
            var order = _places.Shuffled(_options.Seed, epoch);
            for (var start = 0; start < order.Length; start += _options.BatchSize)
            {
                if (!WaitForFreeSlot())
                {
                    return;
                }

                Fill(_ring[_prepared % RingLength], order.AsSpan(start, Math.Min(_options.BatchSize, order.Length - start)), epoch);
                lock (_gate)
                {
                    _prepared++;
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    private bool WaitForFreeSlot()
    {
        lock (_gate)
        {
            while (_prepared - _released == RingLength && !_disposed)
            {
                _ = Monitor.Wait(_gate);
            }

            return !_disposed;
        }
    }

    private void Fill(Batch batch, ReadOnlySpan<int> places, int epoch)
    {
        batch.Count = places.Length;
        for (var position = 0; position < places.Length; position++)
        {
            batch.LabelBuffer[position] = _places.LabelOf(places[position]);
            var target = batch.ImageBuffer.AsSpan(position * Digit.Pixels, Digit.Pixels);
            _present(places[position], epoch, target);
        }
    }
}
