using System.Buffers.Binary;
using System.Text;
using MnistPipeline.Data;

namespace MnistPipeline.Tests.Data;

/// <summary>Data in the folders, names and forms in which they are commonly downloaded.</summary>
[TestClass]
public sealed class DownloadsTests
{
    private static readonly DigitSet Digits = MnistDigits.First(120);

    [TestMethod]
    [DataRow("MNIST/raw/", "")]
    [DataRow("MNIST/raw/", "MNIST")]
    [DataRow("MNIST/raw/", "MNIST/raw")]
    public void A_folder_of_torchvision_is_read_with_unpacked_files_beside_packed_ones(string where, string opened)
    {
        using var folder = new TemporaryFolder();
        foreach (var isPacked in (bool[])[false, true])
        {
            WrittenDigits.WritePair(folder, Digits, where + "train-", isPacked: isPacked);
            WrittenDigits.WritePair(folder, MnistDigits.First(40), where + "t10k-", isPacked: isPacked);
        }

        var parts = DigitSource.Open(folder.At(opened), seed: 1);
        MnistDigits.AssertSame(Digits, parts.Train);
        MnistDigits.AssertSame(MnistDigits.First(40), parts.Test);
    }

    [TestMethod]
    public void Kaggles_folder_is_its_training_part_and_the_rest_is_passed_over_with_a_word()
    {
        using var folder = new TemporaryFolder();
        var lines = WrittenDigits.CsvLines(Digits).ToArray();
        folder.Write("train.csv", WrittenDigits.Text([WrittenDigits.CsvHeader(), .. lines]));
        folder.Write("test.csv", WrittenDigits.Text([WrittenDigits.CsvHeader()[6..], .. lines.Select(line => line[2..])]));
        folder.Write("sample_submission.csv", "ImageId,Label\n1,0\n2,0\n"u8.ToArray());
        var notes = new List<string>();
        var parts = DigitSource.Open(folder.Path, seed: 1, options: new DigitSourceOptions { Noted = notes.Add });
        Assert.IsTrue(parts.TestIsHeldOut);
        MnistDigits.AssertComplete(Digits, parts);
        Assert.HasCount(2, notes);
        Assert.IsTrue(notes.TrueForAll(note => note.Contains("passed over")));
    }

    [TestMethod]
    public void Training_validation_and_test_folders_are_three_parts()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePictures(folder, Digits, ".png", "train");
        WrittenDigits.WritePictures(folder, MnistDigits.First(80), ".png", "valid");
        WrittenDigits.WritePictures(folder, MnistDigits.First(70), ".png", "test");
        var parts = DigitSource.Open(folder.Path, seed: 1);
        Assert.AreEqual(120, parts.Train.Count);
        Assert.AreEqual(80, parts.Validation!.Count);
        Assert.AreEqual(70, parts.Test.Count);
        var (train, validation) = DigitSource.OpenTraining(folder.Path, seed: 1);
        Assert.AreEqual((120, 80), (train.Count, validation!.Count));
    }

    [TestMethod]
    public void QMNISTs_labels_are_rows_of_numbers_of_which_the_first_is_the_class()
    {
        using var folder = new TemporaryFolder();
        var numbers = Digits.Labels.SelectMany(label => (int[])[int.Parse(Digits.Classes[label]), 7, 1, 2, 3, 4, 5, 6]).ToArray();
        var content = new byte[12 + 4 * numbers.Length];
        new byte[] { 0, 0, 12, 2 }.CopyTo(content, 0);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), Digits.Count);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(8), 8);
        for (var index = 0; index < numbers.Length; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(12 + 4 * index), numbers[index]);
        }

        folder.Write("qmnist-train-images-idx3-ubyte", WrittenDigits.IdxImages(Digits.Pixels, 28, 28));
        folder.Write("qmnist-train-labels-idx2-int.gz", WrittenDigits.Gzip(content));
        MnistDigits.AssertComplete(Digits, DigitSource.Open(folder.Path, seed: 1));
        MnistDigits.AssertComplete(Digits, DigitSource.Open(folder.At("qmnist-train-images-idx3-ubyte"), seed: 1));
    }

    [TestMethod]
    public void EMNISTs_pictures_are_turned_upright()
    {
        using var folder = new TemporaryFolder();
        var lying = Digits.Pixels.Chunk(784).SelectMany(digit => Enumerable.Range(0, 784).Select(at => digit[at % 28 * 28 + at / 28])).ToArray();
        WrittenDigits.WritePair(folder, new DigitSet("lying", lying, Digits.Labels, Digits.Classes), "emnist-digits-train-", isPacked: true);
        var notes = new List<string>();
        MnistDigits.AssertComplete(Digits, DigitSource.Open(folder.Path, seed: 1, options: new DigitSourceOptions { Noted = notes.Add }));
        Assert.Contains("EMNIST", notes.Single());

        // What somebody has turned already stays as it is, whatever it is called.
        using var upright = new TemporaryFolder();
        WrittenDigits.WritePair(upright, Digits, "emnist-digits-train-");
        MnistDigits.AssertComplete(Digits, DigitSource.Open(upright.Path, seed: 1));
    }

    [TestMethod]
    public void A_packed_file_may_have_several_members_but_none_cut_short()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, Digits, "train-");
        var images = WrittenDigits.IdxImages(Digits.Pixels, 28, 28);
        byte[] members = [.. WrittenDigits.Gzip(images[..5000]), .. WrittenDigits.Gzip(images[5000..])];
        File.Delete(folder.At("train-images-idx3-ubyte"));
        folder.Write("train-images-idx3-ubyte.gz", members);
        MnistDigits.AssertComplete(Digits, DigitSource.Open(folder.Path, seed: 1));
        for (var missing = 1; missing < 12; missing++)
        {
            folder.Write("train-images-idx3-ubyte.gz", members[..^missing]);
            BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), "train-images-idx3-ubyte.gz");
        }
    }

    [TestMethod]
    public void A_label_that_no_header_names_is_found_and_told()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);

        // Scans: the corner is paper that is never quite the same.
        var scans = new DigitSet("scans", Array.ConvertAll(Digits.Pixels, ink => (byte)(238 - ink * 4 / 5 + random.Next(-3, 4))), Digits.Labels, Digits.Classes);
        foreach (var isLast in (bool[])[false, true])
        {
            var notes = new List<string>();
            var path = folder.Write($"{isLast}.csv", WrittenDigits.Text(WrittenDigits.CsvLines(scans, isLast)));
            MnistDigits.AssertComplete(scans, DigitSource.Open(path, seed: 1, options: new DigitSourceOptions { Noted = notes.Add }));
            Assert.Contains(isLast ? "last column" : "first column", notes.Single());
        }
    }

    [TestMethod]
    public void An_index_column_a_counting_header_and_labels_of_floats_are_known()
    {
        using var folder = new TemporaryFolder();
        var lines = WrittenDigits.CsvLines(Digits).ToArray();
        string[] indexed = [$",{WrittenDigits.CsvHeader()}", .. lines.Index().Select(line => $"{line.Index},{line.Item}")];
        string[] counting = [string.Join(',', Enumerable.Range(0, 785)), .. lines];
        string[] floats = [WrittenDigits.CsvHeader(), .. lines.Select(line => $"{line[0]}.0{line[1..]}")];
        foreach (var (name, text) in new[] { ("indexed", indexed), ("counting", counting), ("floats", floats), ("bare", [.. indexed[1..]]) })
        {
            MnistDigits.AssertComplete(Digits, DigitSource.Open(folder.Write($"{name}.csv", WrittenDigits.Text(text)), seed: 1));
        }
    }

    [TestMethod]
    public void Text_in_UTF16_is_named_as_such()
    {
        using var folder = new TemporaryFolder();
        var text = string.Join('\n', [WrittenDigits.CsvHeader(), .. WrittenDigits.CsvLines(Digits)]);
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            var path = folder.Write("powershell.csv", [.. encoding.Preamble, .. encoding.GetBytes(text)]);
            BadInput.Assert(() => DigitSource.Open(path, seed: 1), "UTF-16", "UTF-8");
        }
    }
}
