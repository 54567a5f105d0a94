using System.Runtime.ExceptionServices;
using MnistPipeline.Data;
using MnistPipeline.Model;

namespace MnistPipeline.Training;

/// <summary>Writes what the network sees of one digit in one epoch.</summary>
/// <param name="index">The digit.</param>
/// <param name="epoch">The epoch, from 1.</param>
/// <param name="target">Receives 784 bytes.</param>
internal delegate void PresentDigit(int index, int epoch, Span<byte> target);

/// <summary>
/// Prepares the batches of all epochs in order on a thread of its own: shuffled, one of the two variants, distorted. What is in
/// a batch depends on the seed, the epoch and its place alone. The buffers are few and used again and again.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private const int RingLength = 4;

    private readonly int[] _labels;
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
    /// <param name="labels">For each digit the index of its class.</param>
    /// <param name="present">Writes what the network sees of a digit.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="firstEpoch">The epoch to begin with, from 1.</param>
    public BatchLoader(int[] labels, PresentDigit present, TrainingOptions options, int firstEpoch)
    {
        _labels = labels;
        _present = present;
        _options = options;
        _firstEpoch = firstEpoch;
        var capacity = Math.Min(options.BatchSize, labels.Length);
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
        var order = new int[_labels.Length];
        for (var epoch = _firstEpoch; epoch <= _options.Epochs; epoch++)
        {
            for (var index = 0; index < order.Length; index++)
            {
                order[index] = index;
            }

            var random = SeededRandom.For(_options.Seed, RandomPurpose.Shuffle, epoch);
            random.Shuffle(order.AsSpan());
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

    private void Fill(Batch batch, ReadOnlySpan<int> indices, int epoch)
    {
        batch.Count = indices.Length;
        for (var position = 0; position < indices.Length; position++)
        {
            batch.LabelBuffer[position] = _labels[indices[position]];
            var target = batch.ImageBuffer.AsSpan(position * LeNet5Architecture.InputPixels, LeNet5Architecture.InputPixels);
            _present(indices[position], epoch, target);
        }
    }
}
