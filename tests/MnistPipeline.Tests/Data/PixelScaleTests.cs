using System.Globalization;
using Microsoft.ML;
using MnistPipeline.Data;

namespace MnistPipeline.Tests.Data;

/// <summary>Pixels on the scales that other programs leave them on, by every way in.</summary>
[TestClass]
public sealed class PixelScaleTests
{
    private static readonly DigitSet Digits = MnistDigits.First(200);

    [TestMethod]
    [DataRow(0f, 1f, "0 to 1")]
    [DataRow(-1f, 1f, "-1 to 1")]
    [DataRow(0f, 1.0001f, "0 to 1")]
    [DataRow(-1e-7f, 1f, "0 to 1")]
    public void A_csv_file_of_another_scale_is_read_and_the_scale_is_told(float black, float white, string told)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("digits.csv", WrittenDigits.Text([WrittenDigits.CsvHeader(), .. Scaled(black, white)]));
        var notes = new List<string>();
        var parts = DigitSource.Open(path, seed: 1, options: new DigitSourceOptions { Noted = notes.Add });
        MnistDigits.AssertComplete(Digits, parts);
        Assert.Contains(told, notes.Single());
    }

    [TestMethod]
    [DataRow(-0.42f, 2.8f)]
    [DataRow(0f, 20f)]
    [DataRow(0f, 65535f)]
    public void A_csv_file_on_no_known_scale_is_refused_with_the_range(float black, float white)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("digits.csv", WrittenDigits.Text([WrittenDigits.CsvHeader(), .. Scaled(black, white)]));
        BadInput.Assert(() => DigitSource.Open(path, seed: 1), "digits.csv", "0 to 255");
    }

    [TestMethod]
    public void Binarised_pixels_are_black_and_white_in_idx_and_csv()
    {
        using var folder = new TemporaryFolder();
        var bits = Array.ConvertAll(Digits.Pixels, pixel => (byte)(pixel > 127 ? 1 : 0));
        WrittenDigits.WritePair(folder, new DigitSet("bits", bits, Digits.Labels, Digits.Classes), "idx/train-");
        var csv = folder.Write("bits.csv", WrittenDigits.Text(
            [WrittenDigits.CsvHeader(), .. WrittenDigits.CsvLines(new DigitSet("bits", bits, Digits.Labels, Digits.Classes))]));
        var expected = new DigitSet("bits", Array.ConvertAll(bits, bit => (byte)(255 * bit)), Digits.Labels, Digits.Classes);
        MnistDigits.AssertComplete(expected, DigitSource.Open(folder.At("idx"), seed: 1));
        MnistDigits.AssertComplete(expected, DigitSource.Open(csv, seed: 1));
    }

    [TestMethod]
    public void Eight_by_eight_counts_of_sixteen_are_brought_to_bytes()
    {
        using var folder = new TemporaryFolder();
        var lines = Enumerable.Range(0, 60).Select(row => $"{string.Join(',', Enumerable.Range(0, 64).Select(pixel => (row + pixel) % 17))},{row % 10}");
        var path = folder.Write("digits.csv", WrittenDigits.Text([$"{string.Join(',', Enumerable.Range(0, 64).Select(pixel => $"p{pixel}"))},target", .. lines]));
        var notes = new List<string>();
        var parts = DigitSource.Open(path, seed: 1, options: new DigitSourceOptions { Noted = notes.Add });
        using var picture = parts.Train.OpenPicture(0);
        Assert.AreEqual(255, picture.GetBGRPixels.Max());
        Assert.Contains("0 to 16", notes.Single());
    }

    [TestMethod]
    [DataRow(0f, 1f, null)]
    [DataRow(0f, 255f, null)]
    [DataRow(0f, 1.0001f, null)]
    [DataRow(-1e-7f, 1f, null)]
    [DataRow(-1f, 1f, "-1 to 1")]
    [DataRow(-0.42f, 2.8f, "-0.42")]
    [DataRow(float.NaN, 1f, "Row 1")]
    public void A_column_of_pixels_is_learned_on_a_known_scale_and_refused_on_others(float black, float white, string? refused)
    {
        var rows = Enumerable.Range(0, Digits.Count).Select(index => new Row
        {
            Label = Digits.Classes[Digits.Labels[index]],
            Pixels = [.. Digits.PixelsOf(index).ToArray().Select(pixel => black + (white - black) * pixel / 255)],
        });
        var mlContext = new MLContext(1);
        var trainer = mlContext.MulticlassClassification.Trainers.LeNet5(new LeNet5Options { FeatureColumnName = "Pixels", Epochs = 1 });
        var data = mlContext.Data.LoadFromEnumerable(rows);
        if (refused is null)
        {
            Assert.IsGreaterThan(5, trainer.Train(data).Network.Metadata.Classes.Count);
            return;
        }

        BadInput.Assert(() => trainer.Fit(data), "'Pixels'", refused);
    }

    [TestMethod]
    public void A_class_that_is_written_in_two_ways_is_refused()
    {
        var mlContext = new MLContext(1);
        var rows = Enumerable.Range(0, Digits.Count).Select(index => new Row
        {
            Label = Digits.Classes[Digits.Labels[index]] + (index % 2 == 0 ? "" : ".0"),
            Pixels = Array.ConvertAll(Digits.PixelsOf(index).ToArray(), pixel => (float)pixel),
        });
        var trainer = mlContext.MulticlassClassification.Trainers.LeNet5(new LeNet5Options { FeatureColumnName = "Pixels" });
        BadInput.Assert(() => trainer.Fit(mlContext.Data.LoadFromEnumerable(rows)), "'Label'", ".0'");
    }

    private static IEnumerable<string> Scaled(float black, float white) => Enumerable.Range(0, Digits.Count).Select(index =>
        $"{Digits.Classes[Digits.Labels[index]]},{string.Join(',', Digits.PixelsOf(index).ToArray().Select(pixel => (black + (white - black) * pixel / 255).ToString(CultureInfo.InvariantCulture)))}");

    private sealed class Row
    {
        public string Label { get; set; } = "";

        [Microsoft.ML.Data.VectorType(784)]
        public float[] Pixels { get; set; } = [];
    }
}
