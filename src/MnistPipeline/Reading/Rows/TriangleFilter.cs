using System.Numerics.Tensors;

namespace MnistPipeline.Reading.Rows;

/// <summary>
/// Makes a grey picture larger or smaller, rows and columns apart from each other: each pixel is a mean of those around its place, weighted by how near they
/// are, which mixes two where it enlarges and all that it stands for where it makes smaller.
/// </summary>
internal static class TriangleFilter
{
    /// <summary>Draws a picture of another size.</summary>
    /// <param name="source">[row, column]</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="targetRows">The rows that it is to have.</param>
    /// <param name="targetColumns">The columns that it is to have.</param>
    public static byte[] Draw(ReadOnlySpan<byte> source, int rows, int columns, int targetRows, int targetColumns)
    {
        var (line, mixed) = (new float[columns], new float[columns]);
        var target = new byte[targetRows * targetColumns];
        var across = new Taps(columns, targetColumns);
        var down = new Taps(rows, targetRows);
        for (var row = 0; row < targetRows; row++)
        {
            mixed.AsSpan().Clear();
            for (var tap = 0; tap < down.Count; tap++)
            {
                if (down.Weight(row, tap) > 0)
                {
                    TensorPrimitives.ConvertTruncating(source.Slice((down.First(row) + tap) * columns, columns), line.AsSpan());
                    TensorPrimitives.MultiplyAdd<float>(line, down.Weight(row, tap), mixed, mixed);
                }
            }

            for (var column = 0; column < targetColumns; column++)
            {
                var (first, sum) = (across.First(column), 0.5f);
                for (var tap = 0; tap < across.Count; tap++)
                {
                    sum += across.Weight(column, tap) * mixed[first + tap];
                }

                target[row * targetColumns + column] = (byte)sum;
            }
        }

        return target;
    }

    /// <summary>Which pixels of a line weigh in on each of another, and how much; the weights of each add up to 1.</summary>
    private sealed class Taps
    {
        private readonly int[] _firsts;
        private readonly float[] _weights;

        public Taps(int extent, int targetExtent)
        {
            var step = (double)extent / targetExtent;
            var reach = Math.Max(1, step);
            Count = Math.Min(extent, (int)Math.Ceiling(2 * reach) + 1);
            _firsts = new int[targetExtent];
            _weights = new float[targetExtent * Count];
            for (var target = 0; target < targetExtent; target++)
            {
                var middle = (target + 0.5) * step - 0.5;
                var first = Math.Clamp((int)Math.Ceiling(middle - reach), 0, extent - Count);
                var weights = _weights.AsSpan(target * Count, Count);
                var sum = 0f;
                for (var tap = 0; tap < Count; tap++)
                {
                    weights[tap] = (float)Math.Max(0, 1 - Math.Abs(first + tap - middle) / reach);
                    sum += weights[tap];
                }

                TensorPrimitives.Divide(weights, sum, weights);
                _firsts[target] = first;
            }
        }

        public int Count { get; }

        public int First(int target) => _firsts[target];

        public float Weight(int target, int tap) => _weights[target * Count + tap];
    }
}
