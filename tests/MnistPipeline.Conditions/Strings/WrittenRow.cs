using MnistPipeline.Training.Strings;

namespace MnistPipeline.Conditions.Strings;

/// <summary>Digits written side by side, told without pixels: how much of a place is covered with ink. A digit's box is 20 units high; the row is 28.</summary>
internal sealed class WrittenRow
{
    private readonly List<(StringRow Row, double Left, double Top)> _parts = [];

    /// <summary>How long it is, with as much nothing before the first digit and behind the last as a composed row has.</summary>
    public double Length { get; private set; }

    /// <summary>What is written.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Adds composed digits.</summary>
    /// <param name="row">The digits.</param>
    /// <param name="left">Where the row begins.</param>
    /// <param name="top">By how much it lies lower.</param>
    public WrittenRow Add(StringRow row, double left, double top = 0)
    {
        _parts.Add((row, left, top));
        Length = Math.Max(Length, left + row.Columns);
        Text += string.Concat(row.Text);
        return this;
    }

    /// <summary>The share of a place that is covered with ink, its edges as sharp as a pen's.</summary>
    /// <param name="x">Units from the row's beginning.</param>
    /// <param name="y">Units from its top.</param>
    /// <param name="sharpness">1 for edges as soft as MNIST's.</param>
    public double At(double x, double y, double sharpness)
    {
        var most = 0.0;
        foreach (var (row, left, top) in _parts)
        {
            var (column, line) = (x - left - 0.5, y - top - 0.5);
            if (column > -1 && line > -1 && column < row.Columns && line < 28)
            {
                most = Math.Max(most, Bilinear(row, column, line));
            }
        }

        return Math.Clamp((most - 0.5) * sharpness + 0.5, 0, 1);
    }

    private static double Bilinear(StringRow row, double column, double line)
    {
        var (left, top) = ((int)Math.Floor(column), (int)Math.Floor(line));
        var (right, down) = (column - left, line - top);
        return (Of(left, top) * (1 - right) + Of(left + 1, top) * right) * (1 - down)
            + (Of(left, top + 1) * (1 - right) + Of(left + 1, top + 1) * right) * down;

        double Of(int atColumn, int atLine) =>
            (uint)atColumn < row.Columns && (uint)atLine < 28 ? row.Pixels[atLine * row.Columns + atColumn] / 255.0 : 0;
    }
}
