using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Model;
using MnistPipeline.Tests.Data.Strings;
using OpenQA.Selenium.Interactions;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class ServeStringsTests
{
    // Of the network that the library brings along.
    private static readonly Lazy<byte[]> Zip = new(() =>
    {
        using var zip = new MemoryStream();
        new MLContext().Model.Save(StockStrings.Build(new MLContext(), ModelFile.LoadEmbedded("strings.onnx"), "Image"), null, zip);
        return zip.ToArray();
    });

    private static readonly Lazy<TemporaryFolder> Runs = new(() =>
    {
        var folder = new TemporaryFolder();
        _ = folder.Write("MnistPipeline.sln", []);
        _ = folder.Write("runs/strings/model.zip", Zip.Value);
        return folder;
    });

    private static readonly Lazy<ServeProcess> Service = new(() => ServeProcess.StartIn(Runs.Value.Path, "--model", SampleRun.Model, "--rate", "0"));

    [ClassCleanup]
    public static void End()
    {
        if (Service.IsValueCreated)
        {
            Service.Value.Dispose();
        }

        if (Runs.IsValueCreated)
        {
            Runs.Value.Dispose();
        }
    }

    [TestMethod]
    public async Task A_picture_of_a_number_gives_what_the_zip_gives()
    {
        var context = new MLContext();
        using var engine = context.Model.CreatePredictionEngine<Field, Number>(context.Model.Load(new MemoryStream(Zip.Value), out _));
        for (var number = 0; number < 12; number++)
        {
            var (png, _) = WrittenStrings.Write(number, 1 + number % 4);
            using var image = MLImage.CreateFromStream(new MemoryStream(png));
            var expected = engine.Predict(new Field { Image = image });
            using var response = await Service.Value.PostAsync(png, "image/png", "predict-string");
            var answer = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
            Assert.AreEqual(expected.Text[0], answer["text"]!.GetValue<string>());
            Assert.AreEqual(expected.Confidence[0], answer["confidence"]!.GetValue<float>(), 1e-6f);
            var digits = answer["digits"]!.AsArray();
            Assert.AreEqual(expected.Text[0], string.Concat(digits.Select(digit => digit!["digit"]!.GetValue<string>())));
            Assert.IsTrue(digits.All(digit => digit!["confidence"]!.GetValue<float>() is > 0 and <= 1));
        }
    }

    [TestMethod]
    public async Task The_newest_run_of_strings_is_taken_and_health_and_the_first_line_tell_of_it()
    {
        StringAssert.Contains(Service.Value.FirstLine, Path.Combine("runs", "strings", "model.zip") + " reads numbers");
        var health = await Service.Value.Client.GetFromJsonAsync<JsonObject>("health");
        Assert.AreEqual("Healthy", health!["status"]!.GetValue<string>());
        Assert.IsTrue(health["strings"]!.GetValue<bool>());
    }

    [TestMethod]
    public async Task What_is_no_picture_is_refused_and_without_a_model_for_strings_the_answer_says_so()
    {
        using var refused = await Service.Value.PostAsync([1, 2, 3], "image/png", "predict-string");
        Assert.AreEqual(HttpStatusCode.BadRequest, refused.StatusCode);
        using var missing = await SampleRun.Service.PostAsync(WrittenStrings.Write(1, 2).Png, "image/png", "predict-string");
        Assert.AreEqual(HttpStatusCode.NotFound, missing.StatusCode);
        StringAssert.Contains((await missing.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.GetValue<string>(), "--strings-model");
    }

    [TestMethod]
    [DataRow(PointerKind.Touch)]
    [DataRow(PointerKind.Mouse)]
    public void A_number_is_read_while_it_is_written_on_a_sheet_of_its_own(PointerKind drawnWith)
    {
        using var page = PageBrowser.Open(drawnWith, Service.Value.Client.BaseAddress!);
        Assert.IsTrue(page.HasSheets);
        page.Take("number");
        Assert.IsTrue(page.IsSeenWhole);
        Assert.IsEmpty(page.Scores);
        page.Draw(new[] { -0.5, 0, 0.5 }.Select(place => PenStrokes.Three.Select(point => (place + 0.3 * point.X, 0.3 * point.Y)).ToArray()), pace: 5);
        page.Wait(() => page.Digit == "333" && page.Scores.Length == 3);
        Assert.IsTrue(page.IsSeenWhole);

        page.Take("digit");
        Assert.AreEqual("?", page.Digit);
        Assert.AreEqual(0, page.Ink);
        page.Draw([PenStrokes.Three], pace: 5);
        page.Wait(() => page.Digit == "3" && page.Scores.Length == 10);
        Assert.AreEqual("", string.Join("; ", page.Complaints()));
    }

    [TestMethod]
    public void Without_a_model_for_strings_there_is_one_sheet()
    {
        using var page = PageBrowser.Open(PointerKind.Mouse, SampleRun.Service.Client.BaseAddress!);
        Assert.IsFalse(page.HasSheets);
    }

    private sealed class Field
    {
        [ImageType(1, 1)]
        public MLImage? Image { get; set; }
    }

    private sealed class Number
    {
        public string[] Text { get; set; } = [];

        public float[] Confidence { get; set; } = [];

        public string[] Digits { get; set; } = [];

        public float[] DigitScores { get; set; } = [];
    }
}
