using MnistPipeline.Data;

namespace MnistPipeline.Tests.Data;

[TestClass]
public sealed class BadSourcesTests
{
    private static readonly DigitSet Digits = MnistDigits.First(90);

    [TestMethod]
    [DataRow("nothing/here")]
    [DataRow("nothing.csv")]
    [DataRow("images-idx3-ubyte")]
    public void A_path_that_does_not_exist_is_named(string name)
    {
        using var folder = new TemporaryFolder();
        BadInput.Assert(() => DigitSource.Open(Path.Combine(folder.Path, name), seed: 1), name, "does not exist");
    }

    [TestMethod]
    public void A_folder_without_digits_is_named_with_what_could_be_in_it()
    {
        using var folder = new TemporaryFolder();
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), folder.Path, "IDX", "CSV", "pictures");
        folder.Write("notes.txt", [1]);
        Directory.CreateDirectory(folder.At("0", "deeper", "still"));
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), folder.Path, "IDX", "CSV", "pictures");
    }

    [TestMethod]
    [DataRow("digit.png")]
    [DataRow("digits.parquet")]
    [DataRow("train-labels-idx1-ubyte")]
    [DataRow("train-images-idx3-ubyte")]
    public void A_file_that_is_not_a_data_set_is_named(string name)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, [1, 2, 3]);
        BadInput.Assert(() => DigitSource.Open(path, seed: 1), name);
    }

    [TestMethod]
    [DataRow("digits.csv")]
    [DataRow("images-idx3-ubyte")]
    [DataRow("labels-idx1-ubyte.gz")]
    public void An_empty_file_is_named(string name)
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, Digits, "");
        File.Delete(folder.At(Path.GetFileNameWithoutExtension(name)));
        var path = folder.Write(name, []);
        BadInput.Assert(() => DigitSource.Open(name.EndsWith(".csv", StringComparison.Ordinal) ? path : folder.Path, seed: 1), name, "is empty");
    }

    [TestMethod]
    public void Three_parts_are_refused_and_named()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, Digits, "train-");
        WrittenDigits.WritePair(folder, Digits, "t10k-");
        WrittenDigits.WritePair(folder, Digits, "test-");
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), folder.Path, "train", "t10k", "test");
    }

    [TestMethod]
    public void Two_files_of_one_part_are_refused_and_named()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, Digits, "train-");
        WrittenDigits.WritePair(folder, Digits, "train-", beforeIdx: '.');
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), "train-images-idx3-ubyte", "train-images.idx3-ubyte");
    }

    [TestMethod]
    public void A_class_of_the_test_part_that_the_training_part_lacks_is_named()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePictures(folder, Digits.Select("few", [.. Enumerable.Range(0, 90).Where(index => Digits.Labels[index] != 7)]), ".png", "train");
        WrittenDigits.WritePictures(folder, Digits, ".png", "test");
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), "test", "\"7\"");
    }

    [TestMethod]
    public void A_single_class_a_class_without_pictures_and_too_few_digits_are_refused()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePictures(folder, MnistDigits.First(1), ".png");
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), folder.Path, "two classes");
        WrittenDigits.WritePictures(folder, MnistDigits.First(2), ".png");
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), folder.Path, "add more digits");
        Directory.CreateDirectory(folder.At("8", "x.png"));
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), folder.At("8"), "no picture");
    }

    [TestMethod]
    [DataRow(5, "missing column", "Line 5", "784 columns")]
    [DataRow(7, "extra column", "Line 7", "786 columns")]
    [DataRow(90, "word", "Line 90", "\"abc\"")]
    [DataRow(2, "256", "Line 2", "\"256\"")]
    [DataRow(3, "-1", "Line 3", "\"-1\"")]
    [DataRow(4, "nan", "Line 4", "\"nan\"")]
    [DataRow(6, "empty", "Line 6", "\"\"")]
    [DataRow(8, "no label", "Line 8", "no label")]
    public void A_bad_row_of_a_csv_file_is_named(int line, string damage, string where, string what)
    {
        using var folder = new TemporaryFolder();
        string[] lines = [WrittenDigits.CsvHeader(), .. WrittenDigits.CsvLines(Digits)];
        var fields = lines[line - 1].Split(',');
        fields = damage switch
        {
            "missing column" => fields[..^1],
            "extra column" => [.. fields, "0"],
            "word" => [.. fields[..400], "abc", .. fields[401..]],
            "empty" => [.. fields[..^1], ""],
            "no label" => ["", .. fields[1..]],
            _ => [.. fields[..1], damage, .. fields[2..]],
        };
        lines[line - 1] = string.Join(',', fields);
        var path = folder.Write("digits.csv", WrittenDigits.Text(lines));
        BadInput.Assert(() => DigitSource.Open(path, seed: 1), "digits.csv", where, what);
    }

    [TestMethod]
    public void A_csv_file_without_labels_without_digits_or_with_an_odd_number_of_columns_is_refused()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(WrittenDigits.CsvLines(Digits).Select(line => line[2..]), "no label column", "28x28");
        AssertRefused([WrittenDigits.CsvHeader()], "no digit");
        AssertRefused(WrittenDigits.CsvLines(Digits).Select(line => line + ",0"), "786 columns");
        AssertRefused(WrittenDigits.CsvLines(Digits).Select(line => line.Replace(',', ';')), "1 columns", "commas");
        AssertRefused(["label,pixel0", "0,1", "1,1"], "2 columns");

        void AssertRefused(IEnumerable<string> lines, params string[] words)
        {
            var path = folder.Write("digits.csv", WrittenDigits.Text(lines));
            BadInput.Assert(() => DigitSource.Open(path, seed: 1), ["digits.csv", .. words]);
        }
    }

    [TestMethod]
    public void A_truncated_csv_file_is_refused_or_lacks_no_more_than_whole_rows()
    {
        using var folder = new TemporaryFolder();
        var good = WrittenDigits.Text([WrittenDigits.CsvHeader(), .. WrittenDigits.CsvLines(Digits)]);
        for (var length = 0; length < good.Length; length += 4001)
        {
            var path = folder.Write("digits.csv", good[..length]);
            BadInput.AssertOr(() => DigitSource.Open(path, seed: 1), parts => Assert.IsLessThan(90, parts.Train.Count + parts.Test.Count), "digits.csv");
        }
    }
}
