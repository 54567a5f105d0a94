using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.Model.TensorFlow.Format;
using MnistPipeline.TensorFlow;
using MnistPipeline.TensorFlow.Native;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.TensorFlow;

[TestClass]
public sealed class TensorFlowTrainingTests
{
    private const int Steps = 100;

    private static DigitSet Digits { get; } = MnistDigits.Take(0, 4000);

    private static DigitsAsRead Validation { get; } = new(MnistDigits.Take(55_000, 1000));

    [TestMethod]
    [DataRow(OptimizerKind.AdamW, 1e-4)]
    [DataRow(OptimizerKind.Muon, 2e-3)]
    public void A_hundred_steps_each_move_the_network_as_the_cpu_engine_does_from_the_same_state(OptimizerKind kind, double rounding)
    {
        var options = new TrainingOptions { Optimizer = kind, BatchSize = 64 };
        var runtime = TensorFlowEngineSuite.Runtime();
        TwinEngine? twins = null;
        var onBoth = Record((initial, optimizer, threads) =>
            twins = new TwinEngine(CpuEngine.Create(initial, optimizer, threads), runtime.Engine(initial, optimizer, threads), optimizer));
        var distances = twins!.Distances;
        Assert.HasCount(Steps, distances);
        Assert.IsLessThan(1e-5, distances.Max(step => step.Loss));

        // Rounding differs by 1e-6 of the gradient. Now and then, on each processor in other steps, it takes a value the other way round
        // a bend: then one window or neuron of one image of the batch differs, which has been up to 4 % of the gradient.
        AssertOnlyBendsDiffer(1e-5, [.. distances.Select(step => step.Gradient)]);

        // Muon makes all directions of the momentum as long as each other, and so the rounding of those that were next to nothing as long as 4e-4.
        AssertOnlyBendsDiffer(rounding, [.. distances.Select(step => step.Update)]);

        // On its own it sees the same batches. The first steps are so small that not even a bend shows in their losses.
        var alone = Record(runtime.Engine);
        CollectionAssert.AreEqual(onBoth.Batches, alone.Batches);
        foreach (var (expected, actual) in onBoth.Losses.Zip(alone.Losses).Take(10))
        {
            Assert.AreEqual(expected, actual, 2e-4f);
        }

        static void AssertOnlyBendsDiffer(double rounding, double[] distances)
        {
            Assert.IsGreaterThanOrEqualTo(Steps * 9 / 10, distances.Count(distance => distance < rounding));
            Assert.IsLessThan(0.2, distances.Max());
        }

        RecordingEngine Record(EngineFactory create)
        {
            using var stop = new CancellationTokenSource();
            var all = MnistDigits.Take(0, 55_000);
            RecordingEngine? recorded = null;
            var training = new LeNet5Training(Recording, new TrainingDigits(all, new DigitsAsRead(all)), Validation, options);
            _ = training.Run(cancellation: stop.Token);
            return recorded!;

            IEngine Recording(LeNet5Parameters initial, OptimizerOptions optimizer, int threads) => recorded = new RecordingEngine(
                create(initial, optimizer, threads), engine => _ = engine.Losses.Count == Steps && Cancel());

            bool Cancel()
            {
                stop.Cancel();
                return true;
            }
        }
    }

    [TestMethod]
    public void It_goes_on_from_a_checkpoint_file_and_from_one_of_the_cpu_engine()
    {
        var engine = TensorFlowEngineSuite.Runtime().Engine;
        using var folder = new TemporaryFolder();
        var whole = Train(engine, onEpochEnd: Keep("tensorflow"));
        var resumed = Train(engine, CheckpointFile.Load(folder.At("tensorflow-1")));
        Assert.AreEqual(whole.Best.ValidationLoss, resumed.Best.ValidationLoss, 0.02);
        Assert.IsGreaterThan(0.94, resumed.Best.ValidationAccuracy);
        StringAssert.StartsWith(resumed.Engine, "tensorflow 2.");

        _ = Train(CpuEngine.Create, onEpochEnd: Keep("cpu"));
        Assert.IsGreaterThan(0.94, Train(engine, CheckpointFile.Load(folder.At("cpu-1"))).Best.ValidationAccuracy);

        Action<Checkpoint> Keep(string name) => checkpoint => CheckpointFile.Write(folder.At($"{name}-{checkpoint.History.Count}"), checkpoint);
    }

    [TestMethod]
    public void A_native_error_in_the_midst_of_a_training_is_one_sentence_and_leaves_the_checkpoint_whole()
    {
        var runtime = TensorFlowEngineSuite.Runtime();
        using var folder = new TemporaryFolder();
        var path = folder.At("checkpoint");
        var stepsAfterTheFirst = 0;
        var error = Assert.ThrowsExactly<TensorFlowException>(() => Train(Failing, onEpochEnd: checkpoint => CheckpointFile.Write(path, checkpoint)));
        AssertOneSentence(error);
        Assert.AreEqual(1, CheckpointFile.Load(path).History.Count);
        Assert.IsGreaterThan(0.94, Train(runtime.Engine, CheckpointFile.Load(path)).Best.ValidationAccuracy);

        // What a graph that asks for an impossible shape makes of TensorFlow, as a lost device would.
        IEngine Failing(LeNet5Parameters initial, OptimizerOptions optimizer, int threads) =>
            new RecordingEngine(runtime.Engine(initial, optimizer, threads), recorder =>
            {
                if (File.Exists(path) && ++stepsAfterTheFirst == 5)
                {
                    using var graph = new Graph();
                    graph.Import(ImpossibleReshape());
                    using var session = new Session(graph, runtime.Configuration(1));
                    _ = session.Run("take a training step", [], [graph.Output("reshaped")], []);
                }
            });
    }

    [TestMethod]
    public void A_damaged_graph_is_one_sentence()
    {
        _ = TensorFlowEngineSuite.Runtime();
        using var graph = new Graph();
        var unknown = new GraphDef { Node = { new NodeDef { Name = "nothing", Op = "NoSuchOperation" } }, Versions = new VersionDef { Producer = 440 } };
        AssertOneSentence(Assert.ThrowsExactly<TensorFlowException>(() => graph.Import(unknown)));
    }

    [TestMethod]
    public void The_whole_training_is_computed_on_one_device()
    {
        _ = TensorFlowEngineSuite.Runtime();
        var architecture = new LeNet5Architecture();
        using var graph = TrainingGraph.Build(architecture, new TensorLayout(architecture), new OptimizerOptions { AveragingDecay = 0.9f }, "/device:GPU:1");
        var nodes = graph.ToGraphDef().Node;
        Assert.IsTrue(nodes.Any(node => node.Op == "Conv2DBackpropFilter"));
        Assert.IsTrue(nodes.All(node => node.Device == "/device:GPU:1"));
    }

    [TestMethod]
    public void A_gpu_that_is_not_there_is_refused_with_what_is_missing()
    {
        var library = TestFiles.TensorFlow();
        var error = Assert.Throws<BadInputException>(() => TensorFlowRuntime.Open(new TensorFlowOptions { Library = library, Device = "gpu" }, 2));
        StringAssert.Contains(error.Message, "lists no GPU:0 (only CPU:0), as its library was built without CUDA");
        error = Assert.Throws<BadInputException>(() => TensorFlowRuntime.Open(new TensorFlowOptions { Library = library, Device = "GPU:3" }, 2));
        StringAssert.Contains(error.Message, "GPU:3");
    }

    [TestMethod]
    [DataRow("2.10.3", "CUDA 11.2 and cuDNN 8.1")]
    [DataRow("2.11.1", "CUDA 11.2 and cuDNN 8.1")]
    [DataRow("2.16.2", "CUDA 12.3 and cuDNN 8.9")]
    [DataRow("3.0.0", "the right CUDA")]
    public void The_cuda_of_a_version_is_told(string version, string cuda) => Assert.AreEqual(cuda, MissingGpu.CudaFor(version));

    [TestMethod]
    public void Settings_reach_the_session()
    {
        var options = new TensorFlowOptions { Library = TestFiles.TensorFlow(), MemoryGrowth = false };
        var configuration = TensorFlowRuntime.Open(options, 2).Configuration(3);
        Assert.AreEqual(3, configuration.IntraOpParallelismThreads);
        Assert.AreEqual(3, configuration.InterOpParallelismThreads);
        Assert.IsFalse(configuration.GpuOptions.AllowGrowth);
        Assert.IsTrue(TensorFlowRuntime.Open(options with { MemoryGrowth = true }, 2).Configuration(3).GpuOptions.AllowGrowth);
    }

    [TestMethod]
    [DataRow("tpu")]
    [DataRow("GPU:x")]
    [DataRow("CPU:1")]
    [DataRow("")]
    public void An_unknown_kind_of_device_is_refused(string device) =>
        Assert.Throws<BadInputException>(() => new TensorFlowOptions { Device = device }.Checked());

    private static TrainingResult Train(EngineFactory engine, Checkpoint? from = null, Action<Checkpoint>? onEpochEnd = null) =>
        new LeNet5Training(engine, new TrainingDigits(Digits, new DigitsAsRead(Digits)), Validation, new TrainingOptions { Epochs = 3, Seed = 5 }) { OnEpochEnd = onEpochEnd }.Run(from);

    private static GraphDef ImpossibleReshape()
    {
        var graph = new GraphDefBuilder();
        var three = graph.Cast("three", graph.Integers("numbers", 1, 2, 3), DataType.DtFloat);
        graph.Add("reshaped", "Reshape", [three, graph.Cast("shape", graph.Floats("two", [1], [2]), DataType.DtInt32)]);
        return graph.Graph;
    }

    private static void AssertOneSentence(TensorFlowException error)
    {
        StringAssert.StartsWith(error.Message, "TensorFlow could not ");
        Assert.DoesNotContain("\n", error.Message);
        Assert.IsGreaterThan(0, error.Code);
    }
}
