using MnistPipeline.Reading.Rows;

namespace MnistPipeline.Tests.Reading.Rows;

[TestClass]
public sealed class RowStretchTests
{
    private const int Columns = 120;

    [TestMethod]
    public void A_row_as_wide_as_it_was_keeps_its_bytes()
    {
        var row = Strokes(20, 61, 99);
        var (pixels, columns) = RowStretch.Run(row, Columns, 1);
        Assert.AreEqual(Columns, columns);
        CollectionAssert.AreEqual(row, pixels);
    }

    [TestMethod]
    [DataRow(0.8)]
    [DataRow(0.88)]
    [DataRow(1.13)]
    [DataRow(1.5)]
    public void Distances_are_stretched_about_the_middle_and_the_ends_stay_as_wide(double width)
    {
        int[] places = [14, 60, 105];
        var (pixels, columns) = RowStretch.Run(Strokes(places), Columns, width);
        Assert.AreEqual(Digit.Size + (int)Math.Round((Columns - Digit.Size) * width), columns);
        Assert.HasCount(Digit.Size * columns, pixels);
        var middle = (Columns - 1) / 2.0;
        double[] expected = [.. places.Select(place => (place - middle) * width + (columns - 1) / 2.0)];
        Assert.IsGreaterThan(11, expected[0]);
        Assert.IsLessThan(columns - 11, expected[^1]);
        for (var line = 0; line < Digit.Size; line++)
        {
            var ink = pixels.AsSpan(line * columns, columns).ToArray();
            foreach (var place in expected)
            {
                var near = Enumerable.Range((int)place - 3, 8).Where(column => column < columns).ToList();
                Assert.AreEqual(place, near.Sum(column => column * ink[column]) / (double)near.Sum(column => ink[column]), 0.5);
            }
        }
    }

    // Upright strokes a column wide.
    private static byte[] Strokes(params int[] places)
    {
        var row = new byte[Digit.Size * Columns];
        for (var line = 0; line < Digit.Size; line++)
        {
            foreach (var place in places)
            {
                row[line * Columns + place] = 200;
            }
        }

        return row;
    }
}
