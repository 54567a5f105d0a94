using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Tests.Data.Strings;

namespace MnistPipeline.Tests.MLNet;

[TestClass]
public sealed class StockStringsTests
{
    [TestMethod]
    public void The_zip_reads_in_a_stock_program_about_as_many_strings_as_the_library_does()
    {
        var context = new MLContext();
        var model = context.Model.Load(new MemoryStream(TrainedStringNetwork.Zip), out _);
        using var engine = context.Model.CreatePredictionEngine<PictureRow, Answer>(model);
        using var reader = DigitStringReader.Open(new MemoryStream(TrainedStringNetwork.Zip), "model.zip");
        const int Count = 60;
        var (byZip, byLibrary) = (0, 0);
        for (var number = 0; number < Count; number++)
        {
            var (png, text) = WrittenStrings.Write(number, 1 + number % 4);
            using var picture = MLImage.CreateFromStream(new MemoryStream(png));
            var expected = reader.Read(picture);
            var answer = engine.Predict(new PictureRow { Image = picture });
            byZip += answer.Text.Single() == text ? 1 : 0;
            byLibrary += expected.Text == text ? 1 : 0;
            Assert.AreEqual(answer.Text.Single(), string.Concat(answer.Digits));
            Assert.IsTrue(answer.Confidence.Single() is > 0 and <= 1);
            Assert.AreEqual(answer.Text.Single().Length, answer.DigitScores.Count(score => score > 0));
        }

        Assert.IsGreaterThan(Count * 3 / 4, byLibrary);
        Assert.IsGreaterThan(0.6 * byLibrary, byZip);
    }

    [TestMethod]
    public void Paper_alone_has_no_text()
    {
        var context = new MLContext();
        using var engine = context.Model.CreatePredictionEngine<PictureRow, Answer>(context.Model.Load(new MemoryStream(TrainedStringNetwork.Zip), out _));
        var paper = new byte[200 * 60];
        Array.Fill(paper, (byte)210);
        using var picture = MnistPipeline.Reading.GreyPicture.Create(paper, 200, 60);
        Assert.AreEqual("", engine.Predict(new PictureRow { Image = picture }).Text.Single());
    }

    private sealed class PictureRow
    {
        [ImageType(1, 1)]
        public MLImage? Image { get; set; }
    }

    private sealed class Answer
    {
        public string[] Text { get; set; } = [];

        public float[] Confidence { get; set; } = [];

        public string[] Digits { get; set; } = [];

        public float[] DigitScores { get; set; } = [];
    }
}
