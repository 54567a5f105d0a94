using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Model;
using MnistPipeline.Reading;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Model;

namespace MnistPipeline.Tests.MLNet;

[TestClass]
internal sealed class StockTransformersTests
{
    [TestMethod]
    [DataRow(2)]
    [DataRow(10)]
    [DataRow(200)]
    public void Scores_are_the_softmax_of_the_logits_over_the_temperature(int classes)
    {
        var model = TestModel(classes, DigitInput.Picture, temperature: 1.7);
        var context = new MLContext(1);
        using var engine = context.Model.CreatePredictionEngine<Picture, Prediction>(StockTransformers.Build(context, model, "Image", OnnxScoring.Create));
        foreach (var (name, grey, width, height) in TestPictures.All().Where((_, index) => index % 9 == 0))
        {
            using var image = GreyPicture.Create(grey, width, height);
            AssertPredicts(model, TestPictures.Read(image), engine.Predict(new Picture { Image = image }), name);
        }
    }

    [TestMethod]
    [DataRow(DigitInput.Pixels, 1f)]
    [DataRow(DigitInput.UnitPixels, 255f)]
    public void Pixels_score_as_their_picture_does(DigitInput input, float white)
    {
        var model = TestModel(10, input);
        var context = new MLContext(1);
        using var engine = context.Model.CreatePredictionEngine<PixelRow, Prediction>(StockTransformers.Build(context, model, "Pixels", OnnxScoring.Create));
        foreach (var digit in RealDigits.Mnist(20))
        {
            var read = new byte[784];
            DigitReading.Read(digit, read);
            AssertPredicts(model, read, engine.Predict(new PixelRow { Pixels = [.. digit.Select(pixel => pixel / white)] }), "digit");
        }
    }

    [TestMethod]
    public void Pixels_may_be_bytes()
    {
        var model = TestModel(10, DigitInput.Pixels);
        var context = new MLContext(1);
        var transformer = StockTransformers.Build(context, model, "Digit", OnnxScoring.Create);
        Assert.IsNotNull(transformer.GetOutputSchema(context.Data.LoadFromEnumerable<ByteRow>([]).Schema).GetColumnOrNull("Digit"));
        using var engine = context.Model.CreatePredictionEngine<ByteRow, Prediction>(transformer);
        foreach (var digit in RealDigits.Mnist(3))
        {
            var read = new byte[784];
            DigitReading.Read(digit, read);
            AssertPredicts(model, read, engine.Predict(new ByteRow { Digit = digit }), "digit");
        }
    }

    [TestMethod]
    public void A_users_pictures_stay_whole()
    {
        var context = new MLContext(1);
        var transformer = StockTransformers.Build(context, TestModel(10, DigitInput.Picture), "Image", OnnxScoring.Create);
        foreach (var size in (int[])[28, 56, 57])
        {
            using var image = GreyPicture.Create(new byte[size * size], size, size);
            var rows = context.Data.LoadFromEnumerable(Enumerable.Repeat(new Picture { Image = image }, 3));
            Assert.HasCount(3, transformer.Transform(rows).GetColumn<float[]>("Score").ToList());
            Assert.AreEqual(size, image.Width);
        }
    }

    [TestMethod]
    public void The_chains_own_columns_go_and_the_users_stay()
    {
        var context = new MLContext(1);
        var output = StockTransformers.Build(context, TestModel(3, DigitInput.Picture), "Image", OnnxScoring.Create).Transform(LabelledRows(context, 3));
        Assert.AreEqual("Image Label PredictedLabel Score", string.Join(' ', output.Schema.Where(column => !column.IsHidden).Select(column => column.Name).Order(StringComparer.Ordinal)));
        VBuffer<ReadOnlyMemory<char>> slots = default;
        output.Schema["Score"].GetSlotNames(ref slots);
        CollectionAssert.AreEqual(ClassNames(3), slots.DenseValues().Select(name => name.ToString()).ToArray());
        Assert.AreEqual(TextDataViewType.Instance, output.Schema["PredictedLabel"].Type);
    }

    [TestMethod]
    public void Evaluate_takes_the_scores()
    {
        var context = new MLContext(1);
        var scored = StockTransformers.Build(context, TestModel(4, DigitInput.Picture), "Image", OnnxScoring.Create).Transform(LabelledRows(context, 4));
        var labels = context.Data.LoadFromEnumerable(ClassNames(4).Select(name => new ClassName { Name = name }));
        var keyed = context.Transforms.Conversion.MapValueToKey("Label", keyData: labels).Fit(scored).Transform(scored);
        var metrics = context.MulticlassClassification.Evaluate(keyed);
        var right = scored.GetColumn<string>("PredictedLabel").Zip(scored.GetColumn<string>("Label")).Average(pair => pair.First == pair.Second ? 1.0 : 0);
        Assert.AreEqual(right, metrics.MicroAccuracy, 1e-9);
        Assert.AreEqual(4, metrics.ConfusionMatrix.NumberOfClasses);
    }

    [TestMethod]
    [DataRow(DigitInput.Picture)]
    [DataRow(DigitInput.Pixels)]
    public void The_saved_zip_loads_and_scores_the_same_and_gives_the_network_back(DigitInput input)
    {
        var model = TestModel(10, input, temperature: 0.8);
        var (zip, scores) = SaveAndScore(model);
        var context = new MLContext(2);
        using var loaded = (IDisposable)context.Model.Load(new MemoryStream(zip), out _);
        CollectionAssert.AreEqual(scores, Scores(context, (ITransformer)loaded));

        var read = ModelFile.Load(new MemoryStream(zip), "model.zip");
        CollectionAssert.AreEqual(model.Parameters.Values, read.Parameters.Values);
        Assert.AreEqual(0.8, read.Metadata.Temperature);
        Assert.AreEqual(input, read.Input);
    }

    [TestMethod]
    public void A_damaged_zip_is_named_in_one_sentence()
    {
        var (zip, _) = SaveAndScore(TestModel(10, DigitInput.Picture));
        var damaged = Enumerable.Range(0, 40).Select(part => zip[..(zip.Length * part / 40)]).ToList();
        for (var part = 1; part < 40; part++)
        {
            var bytes = zip.ToArray();
            Array.Fill<byte>(bytes, 0xA5, bytes.Length / 2 / 40 * part, 16);
            damaged.Add(bytes);
        }

        var refused = 0;
        foreach (var bytes in damaged)
        {
            try
            {
                _ = ModelFile.Load(new MemoryStream(bytes), "old/model.zip");
            }
            catch (BadInputException error)
            {
                StringAssert.StartsWith(error.Message, "old/model.zip ");
                refused++;
            }
        }

        Assert.IsGreaterThanOrEqualTo(70, refused, "what lies outside the network's entry may be damaged unseen");
    }

    [TestMethod]
    public void A_zip_without_our_network_and_a_file_that_is_missing_are_refused()
    {
        var context = new MLContext(1);
        using var foreign = new MemoryStream();
        context.Model.Save(context.Transforms.DropColumns("Label").Fit(LabelledRows(context, 2)), null, foreign);
        foreign.Position = 0;
        StringAssert.Contains(Assert.Throws<BadInputException>(() => ModelFile.Load(foreign, "other.zip")).Message, "other.zip");
        StringAssert.Contains(Assert.Throws<BadInputException>(() => ModelFile.Load("no/such.zip")).Message, "no/such.zip");
    }

    private static void AssertPredicts(TrainedModel model, byte[] digit, Prediction prediction, string name)
    {
        double[] logits = [.. PlainNetwork.Logits(model.Parameters, digit).Select(logit => logit / model.Metadata.Temperature)];
        var expected = PlainNetwork.Softmax(logits);
        Assert.HasCount(expected.Length, prediction.Score);
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.AreEqual(expected[index], prediction.Score[index], 1e-6, name);
        }

        Assert.AreEqual(model.Metadata.Classes[Array.IndexOf(prediction.Score, prediction.Score.Max())], prediction.PredictedLabel);
    }

    private static (byte[] Zip, float[] Scores) SaveAndScore(TrainedModel model)
    {
        var context = new MLContext(1);
        var transformer = StockTransformers.Build(context, model, model.Input == DigitInput.Picture ? "Image" : "Pixels", OnnxScoring.Create);
        using var stream = new MemoryStream();
        context.Model.Save(transformer, null, stream);
        return (stream.ToArray(), Scores(context, transformer));
    }

    private static float[] Scores(MLContext context, ITransformer transformer)
    {
        var rows = RealDigits.Mnist(10).Select(digit => new BothRow
        {
            Image = GreyPicture.Create(digit, 28, 28),
            Pixels = [.. digit.Select(pixel => (float)pixel)],
        });
        return [.. transformer.Transform(context.Data.LoadFromEnumerable(rows)).GetColumn<float[]>("Score").SelectMany(score => score)];
    }

    private static IDataView LabelledRows(MLContext context, int classes) => context.Data.LoadFromEnumerable(
        RealDigits.Mnist(12).Select((digit, index) => new Labelled { Image = GreyPicture.Create(digit, 28, 28), Label = ClassNames(classes)[index % classes] }).ToList());

    private static string[] ClassNames(int classes) => [.. Enumerable.Range(0, classes).Select(index => $"class {(char)('a' + index % 26)}{index}")];

    private static TrainedModel TestModel(int classes, DigitInput input, double temperature = 1)
    {
        return new TrainedModel(
            LeNet5Parameters.Initialize(new LeNet5Architecture { Classes = classes, Activation = Activation.Tanh }, 5),
            new ModelMetadata { Classes = ClassNames(classes), Temperature = temperature },
            input);
    }

    private sealed class Picture
    {
        [ImageType(100, 40)]
        public MLImage? Image { get; set; }
    }

    private sealed class Labelled
    {
        [ImageType(28, 28)]
        public MLImage? Image { get; set; }

        public string Label { get; set; } = "";
    }

    private sealed class PixelRow
    {
        [VectorType(784)]
        public float[] Pixels { get; set; } = [];
    }

    private sealed class ByteRow
    {
        [VectorType(784)]
        public byte[] Digit { get; set; } = [];
    }

    private sealed class BothRow
    {
        [ImageType(28, 28)]
        public MLImage? Image { get; set; }

        [VectorType(784)]
        public float[] Pixels { get; set; } = [];
    }

    private sealed class ClassName
    {
        public string Name { get; set; } = "";
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
