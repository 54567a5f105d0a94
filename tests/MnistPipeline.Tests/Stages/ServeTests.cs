using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Reading;
using MnistPipeline.Tests.Data;
using SkiaSharp;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class ServeTests
{
    private static readonly Lazy<PredictionEngine<Row, Answer>> Zip = new(() =>
    {
        var context = new MLContext();
        return context.Model.CreatePredictionEngine<Row, Answer>(context.Model.Load(SampleRun.Model, out _));
    });

    [ClassCleanup]
    public static void EndZip()
    {
        if (Zip.IsValueCreated)
        {
            Zip.Value.Dispose();
        }
    }

    [TestMethod]
    [DataRow(".png", "image/png")]
    [DataRow(".jpg", "image/jpeg")]
    [DataRow(".bmp", "image/bmp")]
    [DataRow(".gif", "image/gif")]
    [DataRow(".webp", "image/webp")]
    [DataRow(".jpg", "image/jpg")]
    [DataRow(".gif", "application/octet-stream")]
    [DataRow(".png", "IMAGE/PNG; name=\"7.png\"")]
    public async Task A_picture_of_any_kind_gives_the_scores_that_the_zip_gives_for_its_file(string ending, string contentType)
    {
        for (var index = 0; index < 10; index++)
        {
            var picture = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(index), ending);
            var answer = await (await SampleRun.Service.PostAsync(picture, contentType)).Content.ReadFromJsonAsync<JsonObject>();
            AssertAnswer(picture, answer!);
        }
    }

    [TestMethod]
    public async Task A_scan_of_any_size_gives_the_scores_of_the_zip()
    {
        foreach (var (_, grey, width, height) in TestPictures.All().Where((_, index) => index % 15 == 0))
        {
            using var page = GreyPicture.Create(grey, width, height);
            using var folder = new TemporaryFolder();
            page.Save(folder.At("page.png"));
            var picture = await File.ReadAllBytesAsync(folder.At("page.png"));
            AssertAnswer(picture, (await (await SampleRun.Service.PostAsync(picture, "image/png")).Content.ReadFromJsonAsync<JsonObject>())!);
        }
    }

    [TestMethod]
    public async Task Many_requests_at_once_each_get_their_own_answer()
    {
        byte[][] pictures = [.. Enumerable.Range(0, 40).Select(index => WrittenDigits.Picture(MnistDigits.Test.PixelsOf(index), ".png"))];
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(async request =>
        {
            using var response = await SampleRun.Service.PostAsync(pictures[request % 40], "image/png");
            return await response.Content.ReadFromJsonAsync<JsonObject>();
        }));
        for (var request = 0; request < answers.Length; request++)
        {
            AssertAnswer(pictures[request % 40], answers[request]!);
        }

        Assert.IsGreaterThan(7, answers.Select(answer => answer!["digit"]!.GetValue<string>()).Distinct().Count());
    }

    [TestMethod]
    public async Task A_form_brings_the_picture_as_its_file()
    {
        var picture = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("a field"), "note" },
            { new ByteArrayContent(picture), "picture", "seven.png" },
        };
        using var response = await SampleRun.Service.Client.PostAsync("predict", form);
        AssertAnswer(picture, (await response.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    [TestMethod]
    public async Task A_photograph_is_turned_as_its_EXIF_orientation_says()
    {
        var jpeg = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".jpg");
        var png = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png");
        for (byte orientation = 1; orientation <= 8; orientation++)
        {
            foreach (var (turned, type) in new[] { (WrittenDigits.Turned(jpeg, orientation), "image/jpeg"), (WrittenDigits.TurnedPng(png, orientation), "image/png") })
            {
                using var seen = PictureFile.Decode(turned, "turned");
                AssertAnswer(seen, (await (await SampleRun.Service.PostAsync(turned, type)).Content.ReadFromJsonAsync<JsonObject>())!, $"{type}, orientation {orientation}");
            }
        }
    }

    [TestMethod]
    public async Task Ink_on_nothing_is_read()
    {
        using var ink = new SKBitmap(new SKImageInfo(40, 40, SKColorType.Bgra8888, SKAlphaType.Unpremul));
        for (var y = 5; y < 35; y++)
        {
            for (var x = 18; x < 23; x++)
            {
                ink.SetPixel(x, y, new SKColor(0, 0, 0, (byte)(8 * y - 30)));
            }
        }

        using var pixmap = ink.PeekPixels();
        using var png = pixmap.Encode(SKPngEncoderOptions.Default);
        using var seen = PictureFile.Decode(png.ToArray(), "ink.png");
        AssertAnswer(seen, (await (await SampleRun.Service.PostAsync(png.ToArray(), "image/png")).Content.ReadFromJsonAsync<JsonObject>())!, "ink");
    }

    [TestMethod]
    public async Task Health_tells_that_the_model_answers_and_what_it_knows()
    {
        using var response = await SampleRun.Service.Client.GetAsync("health");
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual(
            """{"status":"Healthy","classes":["0","1","2","3","4","5","6","7","8","9"],"strings":false,"network":true}""", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public void It_references_the_stock_packages_and_nothing_of_this_library()
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllText(ServeProcess.Program + ".deps.json"));
        var libraries = dependencies.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name).ToArray();
        Assert.IsEmpty(libraries.Where(name => name.StartsWith("MnistPipeline", StringComparison.Ordinal) || name.StartsWith("Stages", StringComparison.Ordinal)));
        Assert.IsEmpty(Directory.GetFiles(Path.GetDirectoryName(ServeProcess.Program)!, "MnistPipeline*.dll"));
        var own = dependencies.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject().Single(library => library.Name.StartsWith("Serve/", StringComparison.Ordinal));
        Assert.AreSequenceEqual(
            ["Microsoft.ML", "Microsoft.ML.ImageAnalytics", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxTransformer"],
            own.Value.GetProperty("dependencies").EnumerateObject().Select(package => package.Name).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static void AssertAnswer(byte[] file, JsonObject answer)
    {
        using var stream = new MemoryStream(file);
        using var image = MLImage.CreateFromStream(stream);
        AssertAnswer(image, answer, "");
    }

    private static void AssertAnswer(MLImage image, JsonObject answer, string message)
    {
        Answer expected;
        lock (Zip)
        {
            expected = Zip.Value.Predict(new Row { Image = image });
        }

        Assert.AreEqual(expected.Score.Max() < 0.5f ? "-" : expected.PredictedLabel, answer["digit"]!.GetValue<string>(), message);
        Assert.AreEqual(expected.Score.Max(), answer["confidence"]!.GetValue<float>(), 1e-6f, message);
        var scores = answer["scores"]!.AsObject();
        Assert.AreSequenceEqual(MnistDigits.Test.Classes, scores.Select(score => score.Key));
        foreach (var ((name, score), index) in scores.Select((score, index) => (score, index)))
        {
            Assert.AreEqual(expected.Score[index], score!.GetValue<float>(), 1e-6f, $"{message} {name}");
        }
    }

    private sealed class Row
    {
        [ImageType(28, 28)]
        public MLImage? Image { get; set; }
    }

    private sealed class Answer
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
