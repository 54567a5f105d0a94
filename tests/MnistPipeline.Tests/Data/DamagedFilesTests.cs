using MnistPipeline.Data;
using MnistPipeline.Reading;

namespace MnistPipeline.Tests.Data;

/// <summary>Good files damaged in many places: what is read is either what was written or refused with a sentence that names the file.</summary>
[TestClass]
public sealed class DamagedFilesTests
{
    private static readonly DigitSet Digits = MnistDigits.First(90);

    [TestMethod]
    [DataRow("images-idx3-ubyte", false)]
    [DataRow("labels-idx1-ubyte", false)]
    [DataRow("images-idx3-ubyte.gz", true)]
    [DataRow("labels-idx1-ubyte.gz", true)]
    public void A_truncated_idx_file_is_refused_wherever_it_ends(string name, bool isPacked)
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, Digits, "", isPacked: isPacked);
        var good = File.ReadAllBytes(folder.At(name));
        foreach (var length in Lengths(good.Length))
        {
            folder.Write(name, good[..length]);
            BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), name);
        }
    }

    [TestMethod]
    [DataRow("images-idx3-ubyte", 16)]
    [DataRow("labels-idx1-ubyte", 8)]
    public void Any_wrong_bit_in_the_header_of_an_idx_file_is_found(string name, int headerBytes)
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, Digits, "");
        var good = File.ReadAllBytes(folder.At(name));
        for (var bit = 0; bit < 8 * headerBytes; bit++)
        {
            folder.Write(name, Flip(good, bit));
            BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), name);
        }
    }

    [TestMethod]
    [DataRow("images-idx3-ubyte.gz")]
    [DataRow("labels-idx1-ubyte.gz")]
    public void A_wrong_bit_in_a_packed_file_is_found_or_changes_nothing(string name)
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, Digits, "", isPacked: true);
        var good = File.ReadAllBytes(folder.At(name));
        foreach (var bit in Enumerable.Range(0, 80).Concat(Lengths(good.Length).Select(length => 8 * length + length % 8)))
        {
            folder.Write(name, Flip(good, bit));
            BadInput.AssertOr(() => DigitSource.Open(folder.Path, seed: 1), parts => MnistDigits.AssertComplete(Digits, parts), name);
        }
    }

    [TestMethod]
    public void A_header_that_announces_more_than_there_is_costs_no_memory()
    {
        using var folder = new TemporaryFolder();
        byte[] huge = [0, 0, 8, 3, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0x10, 0, 0, 0, 0x10, 0, .. new byte[100]];
        WrittenDigits.WritePair(folder, Digits, "");
        foreach (var content in new[] { huge, WrittenDigits.Gzip(huge), [.. huge[..7], 9, .. huge[8..]] })
        {
            folder.Write("images-idx3-ubyte", content);
            var before = GC.GetAllocatedBytesForCurrentThread();
            BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), "images-idx3-ubyte");
            Assert.IsLessThan(50_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [TestMethod]
    [DataRow("more labels than images")]
    [DataRow("bytes after the last image")]
    [DataRow("labels as images")]
    [DataRow("images as labels")]
    [DataRow("no labels")]
    [DataRow("no image at all")]
    [DataRow("pictures of one pixel")]
    [DataRow("one class")]
    public void A_pair_that_does_not_fit_is_refused(string damage)
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePair(folder, Digits, "");
        var (images, labels) = (folder.At("images-idx3-ubyte"), folder.At("labels-idx1-ubyte"));
        switch (damage)
        {
            case "more labels than images":
                File.WriteAllBytes(labels, WrittenDigits.IdxLabels(new byte[91]));
                break;
            case "bytes after the last image":
                File.AppendAllText(images, "x");
                break;
            case "labels as images":
                File.Copy(labels, images, overwrite: true);
                break;
            case "images as labels":
                File.Copy(images, labels, overwrite: true);
                break;
            case "no labels":
                File.Delete(labels);
                break;
            case "no image at all":
                File.WriteAllBytes(images, WrittenDigits.IdxImages([], 28, 28));
                break;
            case "pictures of one pixel":
                File.WriteAllBytes(images, WrittenDigits.IdxImages(new byte[90], 1, 1));
                break;
            default:
                File.WriteAllBytes(labels, WrittenDigits.IdxLabels(new byte[90]));
                break;
        }

        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), "idx", "-ubyte");
        BadInput.Assert(() => DigitSource.Open(images, seed: 1), "idx", "-ubyte");
    }

    [TestMethod]
    public void A_file_whose_sha256_is_another_than_the_list_beside_it_says_is_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(TestFiles.Semeion))
        {
            File.Copy(file, folder.At(Path.GetFileName(file)));
        }

        Assert.AreEqual(1593 / 6, DigitSource.Open(folder.Path, seed: 1).Test.Count);
        var good = File.ReadAllBytes(folder.At("images-idx3-ubyte.gz"));
        folder.Write("images-idx3-ubyte.gz", [.. good, 0]);
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), "images-idx3-ubyte.gz", "SHA256SUMS");
        folder.Write("images-idx3-ubyte.gz", [.. "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"u8]);
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), "images-idx3-ubyte.gz", "git lfs pull");
        folder.Write("SHA256SUMS", [.. "not a list"u8]);
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), "SHA256SUMS", "sha256sum");
    }

    [TestMethod]
    [DataRow(".png")]
    [DataRow(".jpg")]
    [DataRow(".bmp")]
    [DataRow(".gif")]
    [DataRow(".webp")]
    public void A_truncated_picture_is_refused_or_whole(string ending)
    {
        using var folder = new TemporaryFolder();
        var good = WrittenDigits.Picture(Digits.PixelsOf(0), ending);
        var whole = Opened(folder.Write("whole" + ending, good));
        foreach (var length in Lengths(good.Length))
        {
            var path = folder.Write("damaged" + ending, good[..length]);
            BadInput.AssertOr(() => Opened(path), pixels => CollectionAssert.AreEqual(whole, pixels, $"{length} of {good.Length} bytes"), "damaged" + ending);
        }
    }

    [TestMethod]
    [DataRow(".png")]
    [DataRow(".jpg")]
    [DataRow(".bmp")]
    [DataRow(".gif")]
    [DataRow(".webp")]
    public void A_picture_with_a_wrong_bit_is_refused_or_opened(string ending)
    {
        using var folder = new TemporaryFolder();
        var good = WrittenDigits.Picture(Digits.PixelsOf(0), ending);
        for (var bit = 0; bit < 8 * Math.Min(good.Length, 100); bit++)
        {
            var path = folder.Write("damaged" + ending, Flip(good, bit));
            BadInput.AssertOr(() => Opened(path), pixels => Assert.IsNotEmpty(pixels), "damaged" + ending);
        }
    }

    [TestMethod]
    public void Damaged_pictures_in_a_folder_are_all_named_and_left_out_where_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePictures(folder, Digits, ".png");
        folder.Write(Path.Combine("2", "zzz.png"), [1, 2, 3]);
        folder.Write(Path.Combine("5", "aaa.png"), []);
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), "2 pictures", Path.Combine("2", "zzz.png"), Path.Combine("5", "aaa.png"), "--skip-unreadable");
        var notes = new List<string>();
        var parts = DigitSource.Open(folder.Path, seed: 1, options: new DigitSourceOptions { SkipUnreadable = true, Noted = notes.Add });
        Assert.AreEqual(Digits.Count, parts.Train.Count + parts.Test.Count);
        Assert.HasCount(2, notes);
        Assert.Contains("zzz.png", notes[0]);
        Assert.Contains("aaa.png", notes[1]);
    }

    private static byte[] Opened(string path)
    {
        using var picture = PictureFile.Open(path);
        return picture.GetBGRPixels;
    }

    /// <summary>Every length at the beginning and end of a file, and fifty between.</summary>
    private static IEnumerable<int> Lengths(int whole) =>
        Enumerable.Range(0, whole).Where(length => length < 20 || length >= whole - 10 || length % (whole / 50 + 1) == 0);

    private static byte[] Flip(byte[] good, int bit)
    {
        byte[] damaged = [.. good];
        damaged[bit / 8] ^= (byte)(1 << bit % 8);
        return damaged;
    }
}
