using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class TrainingOptionsTests
{
    public static IEnumerable<(TrainingOptions Options, string Named)> OutOfRange =>
    [
        (new() { Network = new() { C1Kernels = 0 } }, "C1Kernels"),
        (new() { Network = new() { C3Kernels = 257 } }, "C3Kernels"),
        (new() { Network = new() { C5Neurons = -1 } }, "C5Neurons"),
        (new() { Network = new() { F6Neurons = 5000 } }, "F6Neurons"),
        (new() { Epochs = 0 }, "Epochs"),
        (new() { BatchSize = 0 }, "BatchSize"),
        (new() { BatchSize = 65_537 }, "BatchSize"),
        (new() { Threads = -1 }, "Threads"),
        (new() { LearningRate = 0 }, "LearningRate"),
        (new() { LearningRate = float.NaN }, "LearningRate"),
        (new() { LearningRate = float.PositiveInfinity }, "LearningRate"),
        (new() { Momentum = 1 }, "Momentum"),
        (new() { WeightDecay = -0.1f }, "WeightDecay"),
        (new() { WeightDecay = float.NaN }, "WeightDecay"),
        (new() { WarmUp = 1 }, "WarmUp"),
        (new() { LabelSmoothing = 1 }, "LabelSmoothing"),
        (new() { LabelSmoothing = 0.1f, StringsPerEpoch = 100, EpochShare = 1 }, "LabelSmoothing"),
        (new() { EpochShare = 0 }, "EpochShare"),
        (new() { EpochShare = 1.5f }, "EpochShare"),
        (new() { EpochShare = 0.5f, StringsPerEpoch = 100, LabelSmoothing = 0 }, "EpochShare"),
        (new() { AveragingDecay = 1 }, "AveragingDecay"),
        (new() { Network = new() { Activation = (Activation)7 } }, "Activation"),
        (new() { Network = new() { Pooling = (Pooling)7 } }, "Pooling"),
        (new() { Optimizer = (OptimizerKind)7 }, "Optimizer"),
        (new() { Schedule = (LearningRateSchedule)7 }, "Schedule"),
        (new() { MinDigitsPerEpoch = -1 }, "MinDigitsPerEpoch"),
        (new() { ReplayCount = 0 }, "ReplayCount"),
        (new() { Teachers = 17 }, "Teachers"),
        (new() { Teachers = 1, StringsPerEpoch = 100, EpochShare = 1, LabelSmoothing = 0 }, "Teachers"),
        (new() { ValidationTolerance = 1.5 }, "ValidationTolerance"),
        (new() { FrozenLayers = [Layer.C1, (Layer)5] }, "FrozenLayers"),
        (new() { FrozenLayers = Enum.GetValues<Layer>() }, "FrozenLayers"),
        (new() { Augmentation = new() { Shear = float.NaN } }, "Shear"),
        (new() { EarlyStopping = new() { Patience = 0 } }, "Patience"),
        (new() { EarlyStopping = new() { MinDelta = double.NaN } }, "MinDelta"),
    ];

    [TestMethod]
    [DynamicData(nameof(OutOfRange))]
    public void An_option_out_of_its_range_is_named_with_the_range(TrainingOptions options, string named)
    {
        var exception = Assert.ThrowsExactly<BadOptionException>(options.Checked);
        Assert.AreEqual(named, exception.Option);
        Assert.Contains(named, exception.Message);
        Assert.Contains("choose", exception.Message);
    }

    [TestMethod]
    public void Every_recipe_is_valid_and_survives_the_json_file()
    {
        using var folder = new TemporaryFolder();
        foreach (var options in Recipes.Names.Select(TrainingOptions.Recipe).Append(TrainingOptions.FineTuning))
        {
            JsonFile.Write(folder.At("options.json"), options, TrainingJson.Settings.TrainingOptions);
            Assert.AreEqual(options, JsonFile.Load(folder.At("options.json"), TrainingJson.Settings.TrainingOptions, new TrainingOptions()).Checked());
        }

        Assert.HasCount(5, Recipes.Names.Select(TrainingOptions.Recipe).Distinct().ToList());
    }

    [TestMethod]
    public void An_unknown_recipe_is_told_the_known_ones()
    {
        var exception = Assert.Throws<BadInputException>(() => TrainingOptions.Recipe("slow"));
        Assert.Contains("default, fast, paper, best", exception.Message);
    }

    [TestMethod]
    public void Options_that_are_not_in_the_file_keep_their_defaults()
    {
        var options = JsonFile.FromText(
            """{ "epochs": 3, "network": { "activation": "tanh" }, "augmentation": null }""", "options.json", TrainingJson.Settings.TrainingOptions, new TrainingOptions());
        Assert.AreEqual(new TrainingOptions { Epochs = 3, Network = new() { Activation = Activation.Tanh }, Augmentation = null }, options);
    }

    [TestMethod]
    public void A_member_in_a_member_leaves_the_others_there_at_their_defaults()
    {
        var options = JsonFile.FromText(
            """{ "augmentation": { "shear": 0.5 }, "earlyStopping": { "minDelta": 0.25 }, } // and so on""",
            "options.json", TrainingJson.Settings.TrainingOptions, new TrainingOptions());
        Assert.AreEqual(new TrainingOptions { Augmentation = new() { Shear = 0.5f }, EarlyStopping = new() { MinDelta = 0.25 } }, options);
    }

    [TestMethod]
    [DataRow("""{ "epoch": 3 }""", "epoch")]
    [DataRow("{\n  \"epochs\": 2.5\n}", "line 2 at 'epochs'")]
    [DataRow("""{ "network": { "activation": "sigmoid" } }""", "network.activation")]
    [DataRow("""{ "network": { "activation": 1 } }""", "network.activation")]
    [DataRow("""{ "learningRate": "NaN" }""", "learningRate")]
    [DataRow("""{ "augmentation": { "flip": true } }""", "augmentation.flip")]
    [DataRow("""{ "epochs": null }""", "epochs")]
    [DataRow("""{ "epochs": 99999999999 }""", "epochs")]
    [DataRow("""{ "epochs": 3, "epochs": 4 }""", "epochs")]
    [DataRow("""{ "epochs": 3 """, "line 1")]
    [DataRow("[1, 2]", "line 1")]
    [DataRow("null", "null")]
    [DataRow("", "line 1")]
    public void Json_that_cannot_be_used_is_bad_input_with_its_place(string json, string named)
    {
        var exception = Assert.Throws<BadInputException>(() => JsonFile.FromText(json, "my.json", TrainingJson.Settings.TrainingOptions, new TrainingOptions()));
        Assert.Contains("'my.json'", exception.Message);
        Assert.Contains(named, exception.Message);
        Assert.DoesNotContain("\n", exception.Message);
    }

    [TestMethod]
    public void An_options_file_that_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in new[] { folder.At("none.json"), folder.Path, "" })
        {
            var exception = Assert.Throws<BadInputException>(() => JsonFile.Load(path, TrainingJson.Settings.TrainingOptions, new TrainingOptions()));
            Assert.Contains($"'{path}'", exception.Message);
        }
    }

    [TestMethod]
    public void The_augmentation_is_halved_for_the_last_sixth_or_so_of_the_epochs()
    {
        var options = new TrainingOptions { Epochs = 20 };
        var strengths = Enumerable.Range(1, 20).Select(options.AugmentationStrength).ToArray();
        Assert.AreSequenceEqual(Enumerable.Repeat(1f, 17).Concat(Enumerable.Repeat(0.5f, 3)).ToArray(), strengths);
    }

    [TestMethod]
    public void Equal_options_are_equal_whatever_list_they_were_given()
    {
        Assert.AreEqual(new TrainingOptions { FrozenLayers = [Layer.C1] }, new TrainingOptions { FrozenLayers = new List<Layer> { Layer.C1 } });
        Assert.AreNotEqual(new TrainingOptions { FrozenLayers = [Layer.C1] }, new TrainingOptions { FrozenLayers = [Layer.C3] });
        Assert.AreEqual(TrainingOptions.FineTuning.GetHashCode(), (TrainingOptions.FineTuning with { }).GetHashCode());
    }

    [TestMethod]
    public void What_a_derived_type_adds_is_checked_through_the_base_as_well()
    {
        TrainingOptions options = new LeNet5Options { ValidationSetFraction = 7 };
        Assert.AreEqual("ValidationSetFraction", Assert.ThrowsExactly<BadOptionException>(options.Checked).Option);
    }

    [TestMethod]
    public void The_engine_gets_what_concerns_it()
    {
        Layer[] frozen = [Layer.C1];
        var options = new TrainingOptions { Network = new() { C1Kernels = 7 }, Optimizer = OptimizerKind.Sgd, Momentum = 0.5f, WeightDecay = 0.03f, AveragingDecay = 0.99f, FrozenLayers = frozen };
        var expected = new OptimizerOptions { Kind = OptimizerKind.Sgd, Momentum = 0.5f, WeightDecay = 0.03f, AveragingDecay = 0.99f, FrozenLayers = frozen };
        Assert.AreEqual(expected, options.ForEngine());
        Assert.AreEqual(new LeNet5Architecture { C1Kernels = 7, Classes = 3 }, options.Architecture(3));
    }
}
