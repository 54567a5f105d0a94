using Microsoft.ML.Data;
using MnistPipeline.Data;
using MnistPipeline.Reading;
using SkiaSharp;

namespace MnistPipeline.Tests.Data;

[TestClass]
public sealed class PictureReadingTests
{
    [TestMethod]
    [DataRow(".png", 0)]
    [DataRow(".PNG", 0)]
    [DataRow(".bmp", 0)]
    [DataRow(".gif", 0)]
    [DataRow(".webp", 0)]
    [DataRow(".jpg", 12)]
    [DataRow(".JPEG", 12)]
    public void A_folder_of_a_subfolder_for_each_class_is_read(string ending, int tolerance)
    {
        using var folder = new TemporaryFolder();
        var digits = MnistDigits.First(90);
        WrittenDigits.WritePictures(folder, digits, ending);
        File.WriteAllText(folder.At("3", ".DS_Store"), "no picture");
        File.WriteAllText(folder.At("notes.txt"), "no picture");
        var parts = DigitSource.Open(folder.Path, seed: 1);
        Assert.IsTrue(parts.TestIsHeldOut);
        Assert.AreEqual(15, parts.Test.Count);
        CollectionAssert.AreEqual(digits.Classes.ToArray(), parts.Train.Classes.ToArray());

        // The readers give the files by class, and by name within it.
        var order = Enumerable.Range(0, digits.Count).OrderBy(index => digits.Labels[index]).ToArray();
        foreach (var part in new[] { parts.Train, parts.Test })
        {
            var next = 0;
            for (var index = 0; index < part.Count; index++)
            {
                using var picture = part.OpenPicture(index);
                var grey = GreyOf(picture);
                next = Array.FindIndex(order, next, original => AreClose(digits.PixelsOf(original), grey, tolerance)) + 1;
                Assert.IsGreaterThan(0, next, $"Picture {index} is not among the digits that follow the one before.");
                Assert.AreEqual(digits.Labels[order[next - 1]], part.Labels[index]);
                AssertIsReadingOf(picture, part.PixelsOf(index));
            }
        }
    }

    [TestMethod]
    [DataRow("train", "test")]
    [DataRow("Training", "Testing")]
    public void Parts_of_subfolders_are_the_training_and_the_test_part(string train, string test)
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePictures(folder, MnistDigits.First(80), ".png", train);
        WrittenDigits.WritePictures(folder, MnistDigits.First(40), ".png", test);
        var parts = DigitSource.Open(folder.Path, seed: 1);
        Assert.IsFalse(parts.TestIsHeldOut);
        Assert.AreEqual(80, parts.Train.Count);
        Assert.AreEqual(40, parts.Test.Count);
        Assert.AreSame(parts.Train.Classes, parts.Test.Classes);
    }

    [TestMethod]
    public void The_file_of_a_digit_is_opened_only_when_its_picture_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePictures(folder, MnistDigits.First(80), ".png");
        var digits = DigitSource.Open(folder.Path, seed: 1).Train;
        var path = folder.At(digits.Classes[digits.Labels[0]], "gone.png");
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.AreEqual(digits.Count, digits.ToDataView().GetColumn<float[]>("Pixels").Count());
        BadInput.Assert(() => digits.OpenPicture(0).Dispose(), ".png", "does not exist");
    }

    [TestMethod]
    [DataRow(".jpg")]
    [DataRow(".png")]
    public void A_picture_is_opened_the_right_way_up_whatever_its_exif_orientation_is(string ending)
    {
        // For orientation 1 to 8, which corner of what is stored is seen at the top left and at the top right (EXIF 2.32, 4.6.4 A).
        string[] topLeft = ["TL", "TR", "BR", "BL", "TL", "BL", "BR", "TR"];
        string[] topRight = ["TR", "TL", "BL", "BR", "BL", "TL", "TR", "BR"];
        var greys = new Dictionary<string, byte> { ["TL"] = 20, ["TR"] = 90, ["BL"] = 160, ["BR"] = 230 };
        using var bitmap = new SKBitmap(new SKImageInfo(48, 32, SKColorType.Bgra8888, SKAlphaType.Opaque));
        for (var y = 0; y < 32; y++)
        {
            for (var x = 0; x < 48; x++)
            {
                var grey = greys[(y < 16 ? "T" : "B") + (x < 24 ? "L" : "R")];
                bitmap.SetPixel(x, y, new SKColor(grey, grey, grey));
            }
        }

        using var data = bitmap.Encode(ending == ".png" ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 100);
        var upright = data.ToArray();
        using var folder = new TemporaryFolder();
        for (byte orientation = 1; orientation <= 8; orientation++)
        {
            using var picture = PictureFile.Open(folder.Write(
                "turned" + ending, ending == ".png" ? WrittenDigits.TurnedPng(upright, orientation) : WrittenDigits.Turned(upright, orientation)));
            Assert.AreEqual(orientation < 5 ? (48, 32) : (32, 48), (picture.Width, picture.Height), $"orientation {orientation}");
            var grey = GreyOf(picture);
            Assert.AreEqual(greys[topLeft[orientation - 1]], grey[0], 4, $"orientation {orientation}");
            Assert.AreEqual(greys[topRight[orientation - 1]], grey[picture.Width - 1], 4, $"orientation {orientation}");
        }
    }

    [TestMethod]
    public void A_JPEG_without_the_marker_of_its_end_is_whole_and_one_that_lacks_more_is_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var digit in RealDigits.Mnist(20))
        {
            var jpeg = WrittenDigits.Picture(digit, ".jpg");
            using var whole = PictureFile.Open(folder.Write("whole.jpg", jpeg));
            using var endless = PictureFile.Open(folder.Write("endless.jpe", jpeg[..^2]));
            Assert.IsTrue(whole.Pixels.SequenceEqual(endless.Pixels));
            BadInput.Assert(() => PictureFile.Open(folder.Write("half.jfif", jpeg[..^20])).Dispose(), "half.jfif");
        }
    }

    [TestMethod]
    [DataRow("phone.heic", "HEIC")]
    [DataRow("phone.avif", "AVIF")]
    [DataRow("scan.tif", "TIFF")]
    [DataRow("scan.png", "PDF")]
    public void Pictures_of_kinds_that_are_not_read_are_named_and_not_passed_over(string name, string kind)
    {
        var content = kind switch
        {
            "HEIC" => [0, 0, 0, 24, .. "ftypheic\0\0\0\0mif1heic"u8],
            "AVIF" => [0, 0, 0, 24, .. "ftypavif\0\0\0\0mif1avif"u8],
            "TIFF" => [.. "II*\0\b\0\0\0\0\0"u8],
            _ => "%PDF-1.7\n"u8.ToArray(),
        };
        using var folder = new TemporaryFolder();
        WrittenDigits.WritePictures(folder, MnistDigits.First(80), ".png");
        var path = folder.Write(Path.Combine("7", name), content);
        BadInput.Assert(() => PictureFile.Open(path).Dispose(), name, kind);
        BadInput.Assert(() => DigitSource.Open(folder.Path, seed: 1), name, kind);
    }

    [TestMethod]
    public void Colours_are_multiplied_by_their_opacity()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(256, 8, SKColorType.Bgra8888, SKAlphaType.Unpremul));
        for (var alpha = 0; alpha < 256; alpha++)
        {
            for (var y = 0; y < 8; y++)
            {
                bitmap.SetPixel(alpha, y, new SKColor((byte)(32 * y), (byte)(32 * y), (byte)(32 * y), (byte)alpha));
            }
        }

        using var pixmap = bitmap.PeekPixels();
        using var data = pixmap.Encode(SKPngEncoderOptions.Default);
        using var folder = new TemporaryFolder();
        using var picture = PictureFile.Open(folder.Write("ink.png", data.ToArray()));
        for (var alpha = 0; alpha < 256; alpha++)
        {
            for (var y = 0; y < 8; y++)
            {
                Assert.AreEqual(32 * y * alpha / 255.0, picture.Pixels[4 * (y * 256 + alpha)], 1);
                Assert.AreEqual(alpha, picture.Pixels[4 * (y * 256 + alpha) + 3]);
            }
        }
    }

    private static byte[] GreyOf(MLImage picture) => [.. picture.GetBGRPixels.Where((_, position) => position % 3 == 0)];

    private static bool AreClose(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, int tolerance)
    {
        for (var pixel = 0; pixel < expected.Length; pixel++)
        {
            if (Math.Abs(expected[pixel] - actual[pixel]) > tolerance)
            {
                return false;
            }
        }

        return expected.Length == actual.Length;
    }

    private static void AssertIsReadingOf(MLImage picture, ReadOnlySpan<byte> digit)
    {
        var expected = new byte[784];
        DigitReading.Read(picture, expected);
        Assert.IsTrue(digit.SequenceEqual(expected), "The digit is not its picture as DigitReading reads it.");
    }
}
