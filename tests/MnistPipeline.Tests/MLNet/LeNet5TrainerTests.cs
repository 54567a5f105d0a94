using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Data;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tuning;
using static MnistPipeline.Tests.MLNet.ShortTraining;

namespace MnistPipeline.Tests.MLNet;

[TestClass]
public sealed class LeNet5TrainerTests
{
    [TestMethod]
    public void Fitted_on_pictures_it_reads_pictures_and_is_evaluated_as_every_classifier()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.MulticlassClassification.Trainers.LeNet5(Short)
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(Few.ToDataView());
        var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(MnistDigits.First(1000).ToDataView()));
        Assert.IsGreaterThan(0.93, metrics.MicroAccuracy);

        using var engine = mlContext.Model.CreatePredictionEngine<PictureRow, Prediction>(model);
        using var picture = MnistDigits.Test.OpenPicture(0);
        var prediction = engine.Predict(new PictureRow { Image = picture });
        Assert.AreEqual("7", prediction.PredictedLabel);
        Assert.AreEqual(1, prediction.Score.Sum(), 1e-5);
    }

    [TestMethod]
    public void Digits_that_all_look_alike_are_told_and_not_learned()
    {
        var black = new DigitSet("black digits", new byte[Few.Count * Digit.Pixels], Few.Labels, Few.Classes);
        var error = Assert.Throws<TrainingDivergedException>(() => new MLContext(1).MulticlassClassification.Trainers.LeNet5(Short).Fit(black.ToDataView()));
        StringAssert.Contains(error.Message, "look alike");
        var mixed = new DigitSet("mixed labels", Few.Pixels, [.. Few.Labels.Select((_, index) => index * 7919 / 13 % 10)], Few.Classes);
        StringAssert.Contains(Assert.Throws<TrainingDivergedException>(() => new MLContext(1).MulticlassClassification.Trainers.LeNet5(Short).Fit(mixed.ToDataView())).Message, "labels");
    }

    [TestMethod]
    public void What_is_saved_is_nothing_but_transformers_of_ML_NET()
    {
        var mlContext = new MLContext(1);
        using var model = mlContext.MulticlassClassification.Trainers.LeNet5(Short with { Epochs = 1 }).Train(Few.ToDataView());
        using var zip = new MemoryStream();
        mlContext.Model.Save(model.Transformer, null, zip);
        var loaded = mlContext.Model.Load(zip, out _);
        using var owner = (IDisposable)loaded;
        foreach (var transformer in Flat(loaded))
        {
            StringAssert.StartsWith(transformer.GetType().Assembly.GetName().Name, "Microsoft.ML");
        }

        static IEnumerable<ITransformer> Flat(ITransformer transformer) =>
            transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [transformer];
    }

    [TestMethod]
    [DataRow(1f)]
    [DataRow(255f)]
    public void It_stands_in_a_pipeline_behind_other_transforms_and_takes_labels_that_are_text(float white)
    {
        var mlContext = new MLContext(1);
        var rows = Enumerable.Range(0, 3000).Select(index => Row(Few, index, white));
        var data = mlContext.Data.LoadFromEnumerable(rows);
        var model = mlContext.Transforms.CopyColumns("Digit", "Numbers")
            .Append(mlContext.MulticlassClassification.Trainers.LeNet5(Short with { FeatureColumnName = "Digit", LabelColumnName = "Name" }))
            .Append(mlContext.Transforms.CopyColumns("Answer", "PredictedLabel"))
            .Fit(data);
        using var engine = mlContext.Model.CreatePredictionEngine<NumberRow, Answer>(model);
        var right = Enumerable.Range(0, 500).Count(index => engine.Predict(Row(MnistDigits.Test, index, white)).Text == $"digit {MnistDigits.Test.Labels[index]}");
        Assert.IsGreaterThan(465, right);

        static NumberRow Row(DigitSet digits, int index, float white) => new()
        {
            Name = $"digit {digits.Labels[index]}",
            Numbers = Array.ConvertAll(digits.PixelsOf(index).ToArray(), pixel => pixel * white / 255),
        };
    }

    [TestMethod]
    public void Keys_made_before_it_are_turned_back_to_their_values_behind_it()
    {
        var mlContext = new MLContext();
        AssertReadsBack(Few.Labels[..1500].Select((label, index) => new Row<string>($"digit {label}", Few.PixelsOf(index))));
        AssertReadsBack(Few.Labels[..1500].Select((label, index) => new Row<float>(label / 2f, Few.PixelsOf(index))));
        AssertReadsBack(Few.Labels[..1500].Select((label, index) => new Row<int>(100 + label, Few.PixelsOf(index))));

        void AssertReadsBack<T>(IEnumerable<Row<T>> rows)
        {
            var all = rows.ToList();
            var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
                .Append(mlContext.MulticlassClassification.Trainers.LeNet5(Short with { FeatureColumnName = "Pixels" }))
                .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
            using var chain = pipeline.Fit(mlContext.Data.LoadFromEnumerable(all));
            using var zip = new MemoryStream();
            mlContext.Model.Save(chain, mlContext.Data.LoadFromEnumerable(all).Schema, zip);
            var loaded = mlContext.Model.Load(zip, out _);
            using var owner = (IDisposable)loaded;
            var answers = loaded.Transform(mlContext.Data.LoadFromEnumerable(all)).GetColumn<T>("PredictedLabel").ToArray();
            Assert.IsGreaterThan(1350, answers.Zip(all).Count(pair => pair.First!.Equals(pair.Second.Label)));
        }
    }

    [TestMethod]
    public void A_key_as_label_gives_a_key_of_the_same_values_and_the_metrics_of_ML_NET_hold()
    {
        var mlContext = new MLContext();
        using var model = mlContext.MulticlassClassification.Trainers.LeNet5(Short).Train(Few.ToDataView());
        var scored = model.Transformer.Transform(MnistDigits.First(500).ToDataView());
        var metrics = mlContext.MulticlassClassification.Evaluate(scored);
        var right = scored.GetColumn<uint>("PredictedLabel").Zip(scored.GetColumn<uint>("Label")).Count(pair => pair.First == pair.Second);
        Assert.AreEqual(metrics.MicroAccuracy, right / 500.0, 1e-9);
        Assert.IsGreaterThan(450, right);
    }

    [TestMethod]
    public void Labels_that_are_numbers_name_the_classes_in_their_order()
    {
        var mlContext = new MLContext(1);
        var rows = Enumerable.Range(0, 3000).Where(index => Few.Labels[index] is 2 or 7)
            .Select(index => new FloatRow { Label = Few.Labels[index] == 2 ? 10 : 9, Pixels = Array.ConvertAll(Few.PixelsOf(index).ToArray(), pixel => (float)pixel) });
        var model = mlContext.MulticlassClassification.Trainers.LeNet5("Label", "Pixels").Train(mlContext.Data.LoadFromEnumerable(rows));
        CollectionAssert.AreEqual(new[] { "9", "10" }, model.Network.Metadata.Classes.ToArray());
    }

    [TestMethod]
    public void A_row_without_a_picture_and_a_folder_that_cannot_be_written_are_named_in_one_sentence()
    {
        var mlContext = new MLContext();
        var trainer = mlContext.MulticlassClassification.Trainers.LeNet5(Short);
        BadInput.Assert(() => trainer.Fit(mlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, 200).Select(index => new PictureAndLabel { Label = $"{index % 2}", Image = index == 150 ? null : Few.OpenPicture(index) }))), "'Image'");

        using var folder = new TemporaryFolder();
        var file = folder.Write("taken", [1]);
        BadInput.Assert(() => mlContext.MulticlassClassification.Trainers.LeNet5(Short with { RunFolder = file }).Fit(Few.ToDataView()), "taken");
        BadInput.Assert(() => mlContext.MulticlassClassification.Trainers.LeNet5(Short with { RunFolder = file }).Search(Few.ToDataView(), new TuningOptions { Trials = 2 }).Run(), "taken");
    }

    [TestMethod]
    public void A_validation_set_is_the_one_that_chooses()
    {
        var validation = MnistDigits.Train.Select("validation", [.. Enumerable.Range(5000, 400)]);
        var model = Train(Short with { Epochs = 1, ValidationSet = validation.ToDataView() });
        Assert.AreEqual(400, model.Validation.Count);
    }

    [TestMethod]
    public void What_the_data_lack_is_named_in_one_sentence()
    {
        var mlContext = new MLContext(1);
        var pipeline = mlContext.Transforms.CopyColumns("Copy", "Image");
        BadInput.Assert(() => pipeline.Append(mlContext.MulticlassClassification.Trainers.LeNet5("Class")).Fit(Few.ToDataView()), "'Class'");
        BadInput.Assert(() => Train(Short with { FeatureColumnName = "Picture" }), "'Picture'");
        BadInput.Assert(() => Train(Short with { FeatureColumnName = "Label" }), "'Label'", "784");
        BadInput.Assert(() => Train(Short with { ValidationSetFraction = 0 }), "ValidationSetFraction");
        BadInput.Assert(() => Train(Short with { Epochs = 0 }), "Epochs");
        var sevens = Few.Select("sevens", [.. Enumerable.Range(0, 3000).Where(index => Few.Labels[index] == 7)]);
        var oneClass = new DigitSet("sevens", sevens.Pixels, new int[sevens.Count], ["7"]);
        BadInput.Assert(() => mlContext.MulticlassClassification.Trainers.LeNet5(Short).Fit(oneClass.ToDataView()), "two or more");
    }

    [TestMethod]
    public void Encoded_bytes_of_pictures_are_refused_in_a_sentence_that_names_LoadImages()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("seven.png", WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        var mlContext = new MLContext();
        var pipeline = mlContext.Transforms.LoadRawImageBytes("Image", folder.Path, "Name").Append(mlContext.MulticlassClassification.Trainers.LeNet5("Name"));
        BadInput.Assert(() => pipeline.Fit(mlContext.Data.LoadFromEnumerable([new NumberRow { Name = "seven.png" }])), "'Image'", "LoadImages", "LoadRawImageBytes");
    }

    private sealed class Row<T>
    {
        public Row()
        {
        }

        public Row(T label, ReadOnlySpan<byte> pixels) => (Label, Pixels) = (label, Array.ConvertAll(pixels.ToArray(), pixel => (float)pixel));

        public T Label { get; set; } = default!;

        [VectorType(784)]
        public float[] Pixels { get; set; } = [];
    }

    private sealed class PictureRow
    {
        [ImageType(28, 28)]
        public MLImage? Image { get; set; }
    }

    private sealed class PictureAndLabel
    {
        public string Label { get; set; } = "";

        [ImageType(28, 28)]
        public MLImage? Image { get; set; }
    }

    private sealed class NumberRow
    {
        public string Name { get; set; } = "";

        [VectorType(784)]
        public float[] Numbers { get; set; } = [];
    }

    private sealed class FloatRow
    {
        public float Label { get; set; }

        [VectorType(784)]
        public float[] Pixels { get; set; } = [];
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }

    private sealed class Answer
    {
        [ColumnName("Answer")]
        public string Text { get; set; } = "";
    }
}
