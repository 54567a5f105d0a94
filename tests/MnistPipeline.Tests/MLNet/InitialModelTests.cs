using Microsoft.ML;
using MnistPipeline.Data;
using MnistPipeline.Model;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Stages;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.MLNet;

[TestClass]
public sealed class InitialModelTests
{
    private static readonly DigitSet Old = OfClasses(MnistDigits.Take(0, 3000), 0, 8);
    private static readonly DigitSet New = MnistDigits.Take(3000, 600);

    private static readonly LeNet5Options Short = new(TrainingOptions.FineTuning) { Epochs = 2, MinDigitsPerEpoch = 0, Seed = 1 };

    // Not the default shape, which no option of the fine-tuning repeats.
    private static readonly Lazy<LeNet5Model> First = new(() => Train(
        new LeNet5Options { Epochs = 3, Seed = 1, Network = new() { C1Kernels = 5, F6Neurons = 50, Activation = Activation.Tanh, Pooling = Pooling.Average } }, Old));

    [TestMethod]
    public void A_path_a_stream_and_a_model_in_memory_give_the_same_start()
    {
        using var folder = new TemporaryFolder();
        var zip = folder.At("model.zip");
        new MLContext().Model.Save(First.Value.Transformer, null, zip);
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(File.ReadAllBytes(zip));
        }

        packed.Position = 0;
        using var file = File.OpenRead(zip);
        using var withoutSeek = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        TrainedModel[] starts = [First.Value.Network, ModelFile.Load(zip), ModelFile.Load(file), ModelFile.Load(withoutSeek)];
        float[][] results = [.. starts.Select(start => Train(Short with { InitialModel = start, Epochs = 1 }, New).Network.Parameters.Values)];
        foreach (var result in results[1..])
        {
            CollectionAssert.AreEqual(results[0], result);
        }
    }

    [TestMethod]
    public void Shape_and_classes_come_from_the_model_and_what_is_frozen_keeps_its_bits()
    {
        var model = Train(Short with { InitialModel = First.Value.Network, FrozenLayers = [Layer.C1, Layer.C3] }, New);
        var (before, after) = (First.Value.Network.Parameters, model.Network.Parameters);
        Assert.AreEqual(before.Architecture with { Classes = 10 }, after.Architecture);
        foreach (var tensor in before.Architecture.Tensors())
        {
            Assert.AreEqual(tensor.Layer is Layer.C1 or Layer.C3, before[tensor.Name].SequenceEqual(after[tensor.Name]), tensor.Name);
        }
    }

    [TestMethod]
    public void New_classes_get_outputs_behind_the_others_and_those_that_the_new_data_lack_stay()
    {
        var nines = OfClasses(MnistDigits.Take(0, 6000), 8, 10);
        var renamed = new DigitSet("8 and nine", nines.Pixels, Array.ConvertAll(nines.Labels, label => label == 9 ? 0 : 1), ["nine", "8"]);
        var model = Train(Short with { InitialModel = First.Value.Network, ReplaySet = Old.ToDataView(), ReplayCount = 2000, Epochs = 3 }, renamed);
        Assert.AreSequenceEqual([.. Enumerable.Range(0, 8).Select(digit => $"{digit}"), "nine", "8"], model.Network.Metadata.Classes);

        var context = new MLContext();
        var test = MnistDigits.First(1000);
        var answered = model.Transformer.Transform(test.ToDataView());
        var named = context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(answered).Transform(answered);
        var answers = context.Data.CreateEnumerable<Answer>(named, reuseRowObject: false).Select(answer => answer.PredictedLabel);
        var right = answers.Zip(test.Labels).Count(pair => pair.First == (pair.Second == 9 ? "nine" : $"{pair.Second}"));
        Assert.IsGreaterThan(880, right);
    }

    [TestMethod]
    public void Replay_keeps_what_would_be_forgotten()
    {
        var ones = OfClasses(MnistDigits.Take(3000, 3000), 0, 2);
        var options = Short with { InitialModel = First.Value.Network, LearningRate = 0.01f, Epochs = 3 };
        var old = Old.ToDataView();
        Assert.IsGreaterThan(Recall(options) + 0.1, Recall(options with { ReplaySet = old }));

        double Recall(LeNet5Options how)
        {
            var context = new MLContext();
            var test = OfClasses(MnistDigits.First(1000), 2, 8);
            return context.MulticlassClassification.Evaluate(Train(how, ones).Transformer.Transform(test.ToDataView())).MicroAccuracy;
        }
    }

    [TestMethod]
    public void A_run_folder_goes_on_to_the_same_bits_and_not_from_another_model()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var options = Short with { InitialModel = First.Value.Network, ReplaySet = Old.ToDataView(), ReplayCount = 500, Epochs = 3 };
        var whole = Train(options, New);
        _ = Train(options with { RunFolder = folder.Path, CancellationToken = stop.Token, MetricsCallback = _ => stop.Cancel() }, New);
        BadInput.Assert(() => Train(options with { RunFolder = folder.Path, InitialModel = whole.Network }, New), "another model");
        var resumed = Train(options with { RunFolder = folder.Path }, New);
        CollectionAssert.AreEqual(whole.Network.Parameters.Values, resumed.Network.Parameters.Values);
    }

    [TestMethod]
    public void What_is_no_model_or_no_layer_or_no_known_class_is_named_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        StockModel.Save(folder.At("foreign.zip"), Old);
        BadInput.Assert(() => ModelFile.Load(folder.At("foreign.zip")), "foreign.zip", "no network of this library");
        BadInput.Assert(() => ModelFile.Load(folder.At("none.zip")), "none.zip");
        BadInput.Assert(() => ModelFile.Load(new MemoryStream([1, 2, 3])));
        BadInput.Assert(() => Train(Short with { InitialModel = First.Value.Network, FrozenLayers = [(Layer)7] }, New), "FrozenLayers");
        BadInput.Assert(() => Train(Short with { InitialModel = First.Value.Network, ReplaySet = MnistDigits.Take(0, 100).ToDataView() }, Old), "'9'");
    }

    // The classes' names are those of the digits that are there.
    private static DigitSet OfClasses(DigitSet digits, int from, int to)
    {
        var some = digits.Select("some", [.. Enumerable.Range(0, digits.Count).Where(index => digits.Labels[index] >= from && digits.Labels[index] < to)]);
        return from == 0 ? new DigitSet("some", some.Pixels, some.Labels, [.. digits.Classes.Take(to)]) : some;
    }

    private static LeNet5Model Train(LeNet5Options options, DigitSet digits) =>
        new MLContext(1).MulticlassClassification.Trainers.LeNet5(options).Train(digits.ToDataView());

    private sealed class Answer
    {
        public string PredictedLabel { get; set; } = "";
    }
}
