using static MnistPipeline.Tests.MLNet.ShortTraining;

namespace MnistPipeline.Tests.MLNet;

[TestClass]
public sealed class LeNet5RunTests
{
    [TestMethod]
    public void One_seed_gives_the_same_file()
    {
        var first = Train(Short with { Epochs = 1, Threads = 1 });
        var second = Train(Short with { Epochs = 1, Threads = 1 });
        CollectionAssert.AreEqual(first.ToOnnx(), second.ToOnnx());
        CollectionAssert.AreNotEqual(first.ToOnnx(), Train(Short with { Epochs = 1, Threads = 1, Seed = 2 }).ToOnnx());
    }

    [TestMethod]
    public void The_number_of_threads_is_in_no_byte_of_the_file()
    {
        using var one = Train(Short with { Epochs = 1, Threads = 1 });
        using var three = Train(Short with { Epochs = 1, Threads = 3 });
        CollectionAssert.AreEqual(one.ToOnnx(), three.ToOnnx());
    }

    [TestMethod]
    public void Cancelling_returns_the_best_so_far()
    {
        using var cancellation = new CancellationTokenSource();
        var model = Train(Short with
        {
            Epochs = 50,
            CancellationToken = cancellation.Token,
            MetricsCallback = epoch =>
            {
                if (epoch.Epoch == 2)
                {
                    cancellation.Cancel();
                }
            },
        });
        Assert.IsTrue(model.Training.Cancelled);
        Assert.HasCount(2, model.Training.History);
        Assert.IsGreaterThan(0.8, model.Validation.Accuracy);
    }

    [TestMethod]
    public void A_run_folder_goes_on_where_it_stopped_and_ends_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var whole = Train(Short);
        _ = Train(Short with { RunFolder = folder.Path, CancellationToken = cancellation.Token, MetricsCallback = _ => cancellation.Cancel() });
        var epochs = new List<int>();
        var resumed = Train(Short with { RunFolder = folder.Path, MetricsCallback = epoch => epochs.Add(epoch.Epoch) });
        CollectionAssert.AreEqual(new[] { 2, 3 }, epochs);
        CollectionAssert.AreEqual(whole.Network.Parameters.Values, resumed.Network.Parameters.Values);
        Assert.AreEqual(4, File.ReadAllLines(Path.Combine(folder.Path, "results.csv")).Length);
    }
}
