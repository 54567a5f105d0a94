using System.Numerics.Tensors;
using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Training.Strings;

/// <summary>
/// Training steps on rows: the network scores all windows, CTC tells what each should have shown, and those that are far enough from it are learned.
/// </summary>
/// <param name="loader">The rows.</param>
/// <param name="classes">The number of the network's outputs.</param>
internal sealed class StringSteps(BatchLoader<StringBatch> loader, int classes) : ITrainingSteps
{
    // A window whose softmax is as near as this to what it should be teaches next to nothing, and most soon are.
    private const float LearnedFrom = 0.03f;

    // A row teaches so many windows in the mean, at most: nearly all are far at first.
    private const int LearnedOfRow = 8;

    // Two blocks of the fast engine.
    private const int Whole = 32;

    private byte[] _windows = [];
    private float[] _targets = [];

    /// <inheritdoc/>
    public ReadOnlySpan<float> Losses => [];

    /// <inheritdoc/>
    public (int Count, float Loss) Take(IEngine engine, float learningRate)
    {
        var batch = loader.Take();
        var logits = new float[batch.Starts[^1] * classes];
        engine.ComputeRowLogits(batch.Pixels, batch.Columns, logits);
        var (shares, losses) = (new float[logits.Length], new double[batch.Rows.Count]);
        ParallelLoop.Run(batch.Rows.Count, index =>
        {
            var row = batch.Rows[index];
            var steps = Array.ConvertAll(row.Extents, RowWindows.StepsOver);
            var (start, length) = (batch.Starts[index] * classes, (batch.Starts[index + 1] - batch.Starts[index]) * classes);
            losses[index] = CtcLoss.Run(logits.AsSpan(start, length), classes, row.Text, steps, shares.AsSpan(start, length));
        });

        var learned = Select(batch, logits, shares);
        var isFinite = logits.AsSpan().IndexOfAny(float.NaN, float.PositiveInfinity) < 0;
        if (learned > 0 && isFinite)
        {
            _ = engine.TrainStepTowards(_windows.AsSpan(0, learned * Digit.Pixels), _targets.AsSpan(0, learned * classes), learningRate);
        }

        // A row without room for its text has an infinite loss, and nothing to teach.
        return (losses.Length, isFinite ? (float)losses.Where(double.IsFinite).DefaultIfEmpty().Average() : float.NaN);
    }

    // Cuts out the windows to learn from, and returns how many they are: the farthest from what they should be, and of these so many that engines have whole blocks to share out.
    private int Select(StringBatch batch, float[] logits, float[] shares)
    {
        var far = new List<(float Distance, int Row, int Window)>();
        Span<float> softmax = stackalloc float[classes];
        for (var row = 0; row < batch.Rows.Count; row++)
        {
            for (var window = batch.Starts[row]; window < batch.Starts[row + 1]; window++)
            {
                Softmax.Rows(logits.AsSpan(window * classes, classes), softmax, classes);
                var distance = TensorPrimitives.Distance<float>(softmax, shares.AsSpan(window * classes, classes));
                if (distance >= LearnedFrom)
                {
                    far.Add((distance, row, window));
                }
            }
        }

        var learned = Math.Min(far.Count, LearnedOfRow * batch.Rows.Count);
        learned = learned < Whole ? learned : learned / Whole * Whole;
        far.Sort(static (one, other) => other.CompareTo(one));
        if (_targets.Length < learned * classes)
        {
            (_targets, _windows) = (new float[learned * classes], new byte[learned * Digit.Pixels]);
        }

        for (var place = 0; place < learned; place++)
        {
            var (_, row, window) = far[place];
            RowWindows.Cut(batch.Rows[row].Pixels, batch.Columns[row], window - batch.Starts[row], _windows.AsSpan(place * Digit.Pixels));
            shares.AsSpan(window * classes, classes).CopyTo(_targets.AsSpan(place * classes));
        }

        return learned;
    }
}
