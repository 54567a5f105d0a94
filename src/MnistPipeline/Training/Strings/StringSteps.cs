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
    // A window of which every class is as near as this to what it should be teaches next to nothing, and most soon are.
    private const float LearnedFrom = 0.02f;

    private byte[] _windows = [];
    private float[] _targets = [];

    /// <inheritdoc/>
    public (int Count, float Loss) Take(IEngine engine, float learningRate)
    {
        var batch = loader.Take();
        var logits = new float[batch.Starts[^1] * classes];
        engine.ComputeLogits(batch.Windows, logits);
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
        return (batch.Rows.Count, isFinite ? (float)losses.Where(double.IsFinite).DefaultIfEmpty().Average() : float.NaN);
    }

    /// <inheritdoc/>
    public void Dispose() => loader.Dispose();

    // Copies the windows to learn from, and returns how many they are.
    private int Select(StringBatch batch, float[] logits, float[] shares)
    {
        if (_windows.Length < batch.Windows.Length)
        {
            _windows = new byte[batch.Windows.Length];
            _targets = new float[batch.Windows.Length / Digit.Pixels * classes];
        }

        var learned = 0;
        Span<float> softmax = stackalloc float[classes];
        for (var window = 0; window < batch.Starts[^1]; window++)
        {
            var share = shares.AsSpan(window * classes, classes);
            Softmax.Rows(logits.AsSpan(window * classes, classes), softmax, classes);
            for (var c = 0; c < classes; c++)
            {
                if (Math.Abs(softmax[c] - share[c]) >= LearnedFrom)
                {
                    batch.Windows.Slice(window * Digit.Pixels, Digit.Pixels).CopyTo(_windows.AsSpan(learned * Digit.Pixels));
                    share.CopyTo(_targets.AsSpan(learned * classes));
                    learned++;
                    break;
                }
            }
        }

        return learned;
    }
}
