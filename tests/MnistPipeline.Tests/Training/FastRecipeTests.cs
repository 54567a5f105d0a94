using System.Runtime.Intrinsics.X86;
using Microsoft.ML;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

/// <summary>What the recipe for three seconds must reach; one seed gives the same bits on every machine, so that chance has no part in it.</summary>
[TestClass]
public sealed class FastRecipeTests
{
    [TestMethod]
    public void After_three_epochs_it_reads_MNISTs_test_digits()
    {
        if (X86Base.IsSupported && !Fma.IsSupported)
        {
            Assert.Inconclusive("Skipped: this processor has no fused multiply-add, without which the engine gives the same bits, but trains longer than a test may take.");
        }

        var options = new LeNet5Options(TrainingOptions.Recipe("fast")) { Seed = 1 };
        using var model = new MLContext().MulticlassClassification.Trainers.LeNet5(options).Train(MnistDigits.Train.ToDataView());
        using var reader = DigitReader.Open(new MemoryStream(model.ToOnnx()), "the network");
        var answers = new DigitPrediction[MnistDigits.Test.Count];
        reader.ReadPixels(MnistDigits.Test.Pixels, answers);

        var right = answers.Index().Count(answer => answer.Item.Digit == MnistDigits.Test.Classes[MnistDigits.Test.Labels[answer.Index]]);
        Assert.HasCount(3, model.Training.History);
        Assert.IsGreaterThanOrEqualTo(0.993, (double)right / answers.Length);
    }
}
