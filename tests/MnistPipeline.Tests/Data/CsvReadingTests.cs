using MnistPipeline.Data;

namespace MnistPipeline.Tests.Data;

[TestClass]
public sealed class CsvReadingTests
{
    [TestMethod]
    [DataRow(true, false, "\n")]
    [DataRow(true, true, "\r\n")]
    [DataRow(false, false, "\r\n")]
    [DataRow(false, true, "\n")]
    public void A_file_comes_back_as_it_was_written(bool hasHeader, bool labelIsLast, string newLine)
    {
        using var folder = new TemporaryFolder();
        var digits = MnistDigits.First(120);
        IEnumerable<string> header = hasHeader ? [WrittenDigits.CsvHeader(labelIsLast)] : [];
        var path = folder.Write("digits.CSV", WrittenDigits.Text([.. header, .. WrittenDigits.CsvLines(digits, labelIsLast), ""], newLine));
        var parts = DigitSource.Open(path, seed: 1);
        Assert.IsTrue(parts.TestIsHeldOut);
        Assert.AreEqual(20, parts.Test.Count);
        MnistDigits.AssertComplete(digits, parts);
    }

    [TestMethod]
    [DataRow("train.csv", "test.csv")]
    [DataRow("mnist_train.csv", "mnist_test.csv")]
    public void A_folder_of_two_files_is_a_training_and_a_test_part(string train, string test)
    {
        using var folder = new TemporaryFolder();
        folder.Write(train, WrittenDigits.Text([WrittenDigits.CsvHeader(), .. WrittenDigits.CsvLines(MnistDigits.First(120))]));
        folder.Write(test, WrittenDigits.Text(WrittenDigits.CsvLines(MnistDigits.First(40))));
        var parts = DigitSource.Open(folder.Path, seed: 1);
        Assert.IsFalse(parts.TestIsHeldOut);
        MnistDigits.AssertSame(MnistDigits.First(120), parts.Train);
        MnistDigits.AssertSame(MnistDigits.First(40), parts.Test);
    }

    [TestMethod]
    public void Labels_may_be_words_quoted_or_not_and_pixels_may_be_written_as_floats()
    {
        using var folder = new TemporaryFolder();
        var digits = MnistDigits.First(120);
        string[] words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        var lines = Enumerable.Range(0, digits.Count).Select(index =>
        {
            var pixels = digits.PixelsOf(index).ToArray().Select((pixel, position) => position % 3 == 0 ? $"{pixel:e6}" : $" {pixel}.0");
            var word = words[digits.Labels[index]];
            return $"{(index % 2 == 0 ? $"\"{word}\"" : word)},{string.Join(',', pixels)}";
        });
        var path = folder.Write("words.csv", [.. "\uFEFF"u8, .. WrittenDigits.Text(lines)]);
        var parts = DigitSource.Open(path, seed: 1);
        CollectionAssert.AreEqual(words.Order(StringComparer.Ordinal).ToArray(), parts.Train.Classes.ToArray());
        MnistDigits.AssertComplete(new DigitSet("words", digits.Pixels, digits.Labels, words), parts);
    }

    [TestMethod]
    public void A_row_that_is_cut_off_is_named_also_behind_one_whose_pixels_are_no_bytes()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 12).Select(index => $"{string.Join(',', Enumerable.Repeat(index == 0 ? "0.5" : "1", index == 6 ? 50 : 64))},word{index % 3}");
        var path = folder.Write("cut.csv", WrittenDigits.Text(rows));
        var error = Assert.Throws<BadInputException>(() => DigitSource.Open(path, seed: 1));
        StringAssert.Contains(error.Message, "Line 7 of");
        StringAssert.Contains(error.Message, "51 columns");
    }

    [TestMethod]
    public void Pictures_of_any_square_size_are_read_and_kept()
    {
        using var folder = new TemporaryFolder();
        var random = SeededRandom.For(1, RandomPurpose.Shuffle);
        var rows = Enumerable.Range(0, 12).Select(index => Enumerable.Range(0, 64).Select(_ => (byte)random.NextBits()).ToArray()).ToArray();
        var path = folder.Write("eight.csv", WrittenDigits.Text(rows.Select((row, index) => $"{index % 3},{string.Join(',', row)}")));
        var parts = DigitSource.Open(path, seed: 1);
        var opened = new List<string>();
        foreach (var digits in new[] { parts.Train, parts.Test })
        {
            for (var index = 0; index < digits.Count; index++)
            {
                using var picture = digits.OpenPicture(index);
                opened.Add(Convert.ToHexString([.. picture.GetBGRPixels.Where((_, position) => position % 3 == 0)]));
            }
        }

        CollectionAssert.AreEquivalent(rows.Select(Convert.ToHexString).ToArray(), opened);
    }
}
