using MnistPipeline.Reading;
using MnistPipeline.Reading.Rows;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Tests.Reading.Rows;

[TestClass]
public sealed class RowReadingTests
{
    private const int Scale = 3;

    private static readonly StringComposer Composer = new(TrainedStringNetwork.Digits(MnistDigits.First(2000)));

    [TestMethod]
    public void Rows_are_read_with_the_height_and_the_ink_that_they_were_written_with()
    {
        foreach (var row in Rows(60))
        {
            var read = Read(Page(row, paper: 230, ink: 40, out var width), width);
            Assert.IsTrue(Math.Abs(read.Place.Step - Scale) < 0.4 * Scale, $"A pixel of the row is {read.Place.Step} of the picture's.");
            Assert.IsGreaterThan(0.7, Likeness(row, read));
        }
    }

    [TestMethod]
    public void Light_ink_on_dark_paper_reads_as_dark_on_light()
    {
        foreach (var row in Rows(20))
        {
            var page = Page(row, paper: 230, ink: 40, out var width);
            var turned = Array.ConvertAll(page, grey => (byte)(255 - grey));
            Assert.IsGreaterThan(0.97, Likeness(Read(page, width), Read(turned, width)));
        }
    }

    [TestMethod]
    public void A_line_beneath_or_a_box_around_digits_is_taken_out_and_hardly_any_of_their_ink()
    {
        foreach (var row in Rows(40))
        {
            var plain = Page(row, paper: 230, ink: 40, out var width);
            var height = plain.Length / width;
            foreach (var isBox in new[] { false, true })
            {
                var ruled = (byte[])plain.Clone();
                for (var x = 2; x < width - 2; x++)
                {
                    DrawLine(ruled, width, x, height - 12);
                    DrawLine(ruled, width, x, isBox ? 8 : height - 12);
                }

                Assert.IsGreaterThan(0.9, Likeness(Read(plain, width), Read(ruled, width)));
            }
        }

        static void DrawLine(byte[] page, int width, int x, int y) => page[y * width + x] = page[(y + 1) * width + x] = 60;
    }

    [TestMethod]
    public void Where_there_is_no_line_none_is_taken_out()
    {
        foreach (var row in Rows(200))
        {
            var mask = new InkMask(28, row.Columns);
            for (var at = 0; at < row.Pixels.Length; at++)
            {
                mask[at / row.Columns, at % row.Columns] = row.Pixels[at] > 60;
            }

            var taken = RuledLines.TakeOut(mask);
            Assert.IsFalse(Enumerable.Range(0, row.Pixels.Length).Any(at => taken[at / row.Columns, at % row.Columns]), string.Concat(row.Text));
        }
    }

    [TestMethod]
    public void A_row_that_climbs_or_falls_is_read_straight()
    {
        foreach (var slope in new[] { -0.12, 0.12 })
        {
            foreach (var row in Rows(60).Where(row => row.Text.Length >= 5 && row.Columns > 120))
            {
                var straight = Read(Page(row, 230, 40, out var width), width);
                var tilted = Read(Page(row, 230, 40, out width, slope), width);
                Assert.IsTrue(Math.Abs(tilted.Place.Slope - slope) < 0.06, $"{slope} was read as {tilted.Place.Slope}.");
                Assert.IsTrue(Math.Abs(tilted.Place.Step - straight.Place.Step) < 0.2 * Scale);
            }
        }
    }

    [TestMethod]
    public void What_lies_flat_beside_the_digits_is_of_the_row_and_a_far_speck_is_not()
    {
        var random = SeededRandom.For(9, RandomPurpose.Composition);
        var row = Composer.Compose(3, Spacing.Apart, ref random);
        var plain = Page(row, 230, 40, out var width);
        var height = plain.Length / width;
        var end = (row.Extents[^1].Last + 4) * Scale;
        var wide = new byte[height * (width + 300)];
        Array.Fill(wide, (byte)230);
        for (var y = 0; y < height; y++)
        {
            plain.AsSpan(y * width, width).CopyTo(wide.AsSpan(y * (width + 300)));
        }

        Fill(wide, end, height / 2, 12 * Scale, 2 * Scale);
        Fill(wide, width + 250, height / 2, 4, 4);
        var (before, after) = (Read(plain, width), Read(wide, width + 300));
        Assert.IsTrue(Math.Abs(after.Columns - before.Columns - 15) <= 4, $"{before.Columns} columns became {after.Columns}.");

        void Fill(byte[] page, int left, int top, int columns, int rows)
        {
            for (var y = top; y < top + rows; y++)
            {
                page.AsSpan(y * (width + 300) + left, columns).Fill(40);
            }
        }
    }

    [TestMethod]
    public void Paper_alone_shows_nothing()
    {
        var random = new Random(1);
        foreach (var (width, height) in new[] { (300, 60), (28, 28), (1, 1), (2000, 40), (40, 2000) })
        {
            foreach (var noise in new[] { 0, 3 })
            {
                var page = new byte[width * height];
                for (var at = 0; at < page.Length; at++)
                {
                    page[at] = (byte)(200 + random.Next(noise + 1) + 20 * (at % width) / width);
                }

                Assert.AreEqual(0, Read(page, width).Columns, $"{width}x{height}");
            }
        }
    }

    [TestMethod]
    public void Pictures_of_any_size_are_read_alike()
    {
        var random = SeededRandom.For(3, RandomPurpose.Composition);
        var row = Composer.Compose(4, Spacing.Apart, ref random);
        var page = Page(row, 230, 40, out var width);
        var read = Read(page, width);
        foreach (var factor in new[] { 2, 5 })
        {
            var height = page.Length / width;
            var large = new byte[page.Length * factor * factor];
            for (var at = 0; at < large.Length; at++)
            {
                large[at] = page[at / (width * factor) / factor * width + at % (width * factor) / factor];
            }

            Assert.IsGreaterThan(0.97, Likeness(read, Read(large, width * factor)), $"{width * factor}x{height * factor}");
        }
    }

    [TestMethod]
    public void Ink_is_found_again_in_the_picture()
    {
        foreach (var row in Rows(30))
        {
            var read = Read(Page(row, 230, 40, out var width), width);
            var (left, _) = read.Place.At(RowPlacement.Margin, 0);
            Assert.IsTrue(Math.Abs(left - Scale * row.Extents[0].First) < 2 * Scale, $"The first digit begins at {Scale * row.Extents[0].First}, and was found at {left}.");
        }
    }

    private static IEnumerable<StringRow> Rows(int count)
    {
        var random = SeededRandom.For(5, RandomPurpose.Composition);
        for (var row = 0; row < count; row++)
        {
            yield return Composer.Compose(2 + row % 5, (Spacing)(row % 3), ref random);
        }
    }

    private static byte[] Page(StringRow row, byte paper, byte ink, out int width, double slope = 0)
    {
        var margin = slope == 0 ? 8 : 8 + (int)(Math.Abs(slope) * row.Columns / 2);
        var (pageWidth, height) = (row.Columns * Scale, (28 + 2 * margin) * Scale);
        var page = new byte[pageWidth * height];
        for (var at = 0; at < page.Length; at++)
        {
            var column = at % pageWidth / Scale;
            var line = (int)Math.Floor((double)(at / pageWidth) / Scale - margin - slope * (column - row.Columns / 2.0));
            var covered = line is >= 0 and < 28 ? row.Pixels[line * row.Columns + column] : 0;
            page[at] = (byte)(paper + (ink - paper) * covered / 255);
        }

        width = pageWidth;
        return page;
    }

    private static ReadRow Read(byte[] grey, int width)
    {
        using var picture = GreyPicture.Create(grey, width, grey.Length / width);
        return RowReading.Read(picture);
    }

    private static double Likeness(StringRow row, ReadRow read) => Likeness(row.Pixels, row.Columns, read);

    private static double Likeness(ReadRow row, ReadRow read) => Likeness(row.Pixels, row.Columns, read);

    // The correlation of how much ink there is in each column, at the shift and the stretch at which it is greatest.
    private static double Likeness(byte[] pixels, int columns, ReadRow read)
    {
        var (one, other) = (Profile(pixels, columns), Profile(read.Pixels, read.Columns));
        return (from shift in Enumerable.Range(-6, 13)
                from stretch in Enumerable.Range(-5, 11)
                select Correlation(one, [.. Enumerable.Range(0, one.Length).Select(column => (int)Math.Round(column * (1 + 0.04 * stretch)) + shift)
                    .Select(column => column >= 0 && column < other.Length ? other[column] : 0)])).Max();

        static double[] Profile(byte[] pixels, int columns) =>
            [.. Enumerable.Range(0, columns).Select(column => Enumerable.Range(0, 28).Sum(row => (double)pixels[row * columns + column]))];
    }

    private static double Correlation(double[] one, double[] other)
    {
        var (mean, otherMean) = (one.Average(), other.Average());
        var both = one.Zip(other, (first, second) => (first - mean) * (second - otherMean)).Sum();
        return both / Math.Sqrt(one.Sum(value => (value - mean) * (value - mean)) * other.Sum(value => (value - otherMean) * (value - otherMean)));
    }
}
