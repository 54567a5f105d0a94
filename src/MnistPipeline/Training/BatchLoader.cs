namespace MnistPipeline.Training;

/// <summary>What is in the batches of a training.</summary>
/// <typeparam name="TBatch">What is shown in one step.</typeparam>
internal interface IBatchSource<TBatch>
{
    /// <summary>A batch to be filled again and again.</summary>
    TBatch CreateBatch();

    /// <summary>The places of an epoch, from 1, in the order in which they are shown.</summary>
    int[] Order(int epoch);

    /// <summary>Fills a batch with what these places show in an epoch, on all threads of the training.</summary>
    void Fill(TBatch batch, ReadOnlySpan<int> places, int epoch);
}

/// <summary>
/// The batches of all epochs in order. What is in a batch depends on the seed, the epoch and its place alone. A batch is filled by all threads when it is asked for,
/// and not ahead by a thread of its own: that one would take a core from the step, and hold many cores up.
/// </summary>
/// <typeparam name="TBatch">What is shown in one step.</typeparam>
/// <param name="source">What is in the batches.</param>
/// <param name="options">Validated options.</param>
/// <param name="firstEpoch">The epoch to begin with, from 1.</param>
internal sealed class BatchLoader<TBatch>(IBatchSource<TBatch> source, TrainingOptions options, int firstEpoch)
{
    private readonly TBatch _batch = source.CreateBatch();
    private int _epoch = firstEpoch - 1;
    private int[] _order = [];
    private int _next;

    /// <summary>The next batch, which the call after this one fills anew.</summary>
    /// <exception cref="InvalidOperationException">All batches of all epochs were taken.</exception>
    public TBatch Take()
    {
        if (_next == _order.Length)
        {
            if (_epoch >= options.Epochs)
            {
                throw new InvalidOperationException("All batches of all epochs were taken.");
            }

            // What an epoch shows may depend on the losses of all steps before.
            _order = source.Order(++_epoch);
            _next = 0;
        }

        var places = _order.AsSpan(_next, Math.Min(options.BatchSize, _order.Length - _next));
        source.Fill(_batch, places, _epoch);
        _next += places.Length;
        return _batch;
    }
}
