using Microsoft.ML;
using MnistPipeline.Conditions;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

/// <summary>What the recipe for three seconds must reach; one seed gives the same bits on every machine, so that chance has no part in it.</summary>
[TestClass]
public sealed class FastRecipeTests
{
    [TestMethod]
    public void It_reads_MNISTs_test_digits()
    {
        Processor.SkipWithoutFusedMultiplyAdd();
        var options = new LeNet5Options(TrainingOptions.Recipe("fast")) { Seed = 1 };
        using var model = new MLContext().MulticlassClassification.Trainers.LeNet5(options).Train(MnistDigits.Train.ToDataView());
        Assert.HasCount(8, model.Training.History);
        Assert.IsGreaterThanOrEqualTo(0.993, RecipeAccuracy.Accuracy(model, MnistDigits.Test));
    }
}
