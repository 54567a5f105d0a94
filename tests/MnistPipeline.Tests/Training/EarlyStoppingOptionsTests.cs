using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class EarlyStoppingOptionsTests
{
    [TestMethod]
    [DataRow(2, 0.0, new[] { 0.90, 0.91, 0.92, 0.93 }, false)]
    [DataRow(2, 0.0, new[] { 0.90, 0.91, 0.91 }, false)]
    [DataRow(2, 0.0, new[] { 0.90, 0.91, 0.91, 0.90 }, true)]
    [DataRow(2, 0.0, new[] { 0.90, 0.89, 0.91, 0.90 }, false)]
    [DataRow(2, 0.02, new[] { 0.90, 0.91, 0.915 }, true)]
    [DataRow(2, 0.02, new[] { 0.90, 0.91, 0.93 }, false)]
    [DataRow(1, 0.0, new[] { 0.90 }, false)]
    [DataRow(1, 0.0, new[] { 0.90, 0.90 }, true)]
    public void It_ends_once_patience_epochs_have_brought_no_improvement(int patience, double minDelta, double[] accuracies, bool over)
    {
        var options = new EarlyStoppingOptions { Patience = patience, MinDelta = minDelta };
        Assert.AreEqual(over, options.IsOver(accuracies.Select((accuracy, index) => Epochs.Of(index + 1, accuracy))));
    }
}
