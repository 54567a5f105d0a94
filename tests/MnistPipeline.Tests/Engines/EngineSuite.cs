using MnistPipeline.Engines;
using MnistPipeline.Engines.Plain;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

/// <summary>What every engine must do; a class for each engine says how it is made.</summary>
internal abstract class EngineSuite : EngineStateSuite
{
    private const double Tolerance = 1e-4;

    // In the fourth step of sgd the two largest values of one of S4's windows differ by 1.5e-7, within a float's rounding: the
    // gradient may go to the other of them, and from there on the parameters differ by more than rounding. Losses do not.
    private const double ToleranceBeyondBends = 1e-2;

    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average)]
    [DataRow(Activation.Relu, Pooling.Maximum)]
    public void It_gives_the_golden_logits_loss_and_gradients(Activation activation, Pooling pooling)
    {
        var golden = GoldenFile.Load(activation, pooling);
        using var engine = Create(golden.FloatParameters, GradientKeeping);
        var logits = new float[GoldenFile.Images * golden.Architecture.Classes];
        engine.ComputeLogits(golden.Pixels, logits);
        golden.AssertLogits(Array.ConvertAll(logits, logit => (double)logit), Tolerance);
        var loss = engine.TrainStep(golden.Pixels, golden.Labels, 0);
        GoldenFile.AssertClose(golden.Root.GetProperty("mean_cross_entropy").GetDouble(), loss, 0, Tolerance, "loss");
        golden.AssertTensors("gradients", golden.Root, Array.ConvertAll(Gradient(engine), value => (double)value), Tolerance);
    }

    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average, "sgd")]
    [DataRow(Activation.Tanh, Pooling.Average, "sgd_momentum")]
    [DataRow(Activation.Tanh, Pooling.Average, "adamw")]
    [DataRow(Activation.Relu, Pooling.Maximum, "sgd")]
    [DataRow(Activation.Relu, Pooling.Maximum, "sgd_momentum")]
    [DataRow(Activation.Relu, Pooling.Maximum, "adamw")]
    public void Ten_steps_of_an_optimizer_take_it_along_the_golden_losses(Activation activation, Pooling pooling, string name)
    {
        var golden = GoldenFile.Load(activation, pooling);
        var run = golden.Root.GetProperty(name);
        using var engine = Create(golden.FloatParameters, GoldenFile.Optimizer(run, name));
        var losses = run.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble()).ToArray();
        for (var step = 0; step < losses.Length; step++)
        {
            // The last loss is that of the parameters which the steps came to.
            var rate = step < losses.Length - 1 ? run.GetProperty("learning_rate").GetSingle() : 0;
            var parameters = engine.CaptureState().Parameters;
            GoldenFile.AssertClose(losses[step], engine.TrainStep(golden.Pixels, golden.Labels, rate), 0, Tolerance, $"loss {step}");
            if (rate == 0)
            {
                var tolerance = activation == Activation.Relu ? ToleranceBeyondBends : Tolerance;
                golden.AssertTensors("parameters", run, Array.ConvertAll(parameters, value => (double)value), tolerance);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Examples.RandomArchitectures), typeof(Examples))]
    public void Logits_loss_and_gradient_are_those_of_the_plain_engine_on_any_architecture(LeNet5Architecture architecture, int images)
    {
        var initial = LeNet5Parameters.Initialize(architecture, images);
        using var plain = new PlainEngine(initial, GradientKeeping);
        using var engine = Create(initial, GradientKeeping);
        Examples.AssertAlike(Examples.Scores(plain, images), Examples.Scores(engine, images), 1e-5);
        var loss = plain.TrainStep(Examples.Images(images), Examples.Labels(images, architecture.Classes), 0);
        Assert.AreEqual(loss, engine.TrainStep(Examples.Images(images), Examples.Labels(images, architecture.Classes), 0), 1e-5 * loss);
        AssertSameLosses(plain, engine, images);

        // A value within rounding of a bend may take the other side: so the whole gradient's distance, not each element's.
        Examples.AssertAlike(Gradient(plain), Gradient(engine), 1e-3);
    }

    [TestMethod]
    [DynamicData(nameof(Examples.RandomArchitectures), typeof(Examples))]
    public void Loss_and_gradient_of_images_of_no_class_are_those_of_the_plain_engine(LeNet5Architecture architecture, int images)
    {
        var initial = LeNet5Parameters.Initialize(architecture, images);
        int[] labels = [.. Examples.Labels(images, architecture.Classes).Select((label, image) => image % 3 == 0 ? EngineInput.NoClass : label)];
        using var plain = new PlainEngine(initial, GradientKeeping);
        using var engine = Create(initial, GradientKeeping);
        var loss = plain.TrainStep(Examples.Images(images), labels, 0);
        Assert.AreEqual(loss, engine.TrainStep(Examples.Images(images), labels, 0), 1e-5 * loss + 1e-6);
        AssertSameLosses(plain, engine, images);
        Examples.AssertAlike(Gradient(plain), Gradient(engine), 1e-3);
    }

    [TestMethod]
    [DynamicData(nameof(Examples.RandomArchitectures), typeof(Examples))]
    public void Loss_and_gradient_towards_shares_of_the_classes_are_those_of_the_plain_engine(LeNet5Architecture architecture, int images)
    {
        var initial = LeNet5Parameters.Initialize(architecture, images);
        var targets = Examples.Shares(images, architecture.Classes);
        using var plain = new PlainEngine(initial, GradientKeeping);
        using var engine = Create(initial, GradientKeeping);
        var loss = plain.TrainStepTowards(Examples.Images(images), targets, 0);
        Assert.AreEqual(loss, engine.TrainStepTowards(Examples.Images(images), targets, 0), 1e-5 * loss);
        AssertSameLosses(plain, engine, images);
        Examples.AssertAlike(Gradient(plain), Gradient(engine), 1e-3);
    }

    [TestMethod]
    public void A_target_of_one_class_is_its_label()
    {
        const int Count = 33;
        var labels = Examples.Labels(Count, 10);
        var targets = new float[Count * 10];
        for (var image = 0; image < Count; image++)
        {
            targets[image * 10 + labels[image]] = 1;
        }

        using var labelled = Create(LeNet5Parameters.Initialize(Examples.Default, 3), new OptimizerOptions());
        using var targeted = Create(LeNet5Parameters.Initialize(Examples.Default, 3), new OptimizerOptions());
        for (var step = 0; step < 3; step++)
        {
            Assert.AreEqual(
                labelled.TrainStep(Examples.Images(Count), labels, 0.01f),
                targeted.TrainStepTowards(Examples.Images(Count), targets, 0.01f),
                1e-5);
        }

        Examples.AssertAlike(labelled.CaptureState().Parameters, targeted.CaptureState().Parameters, 1e-5);
    }

    [TestMethod]
    public void Images_of_no_class_lose_nothing_where_all_logits_are_alike()
    {
        var architecture = Examples.Default;
        using var engine = Create(new LeNet5Parameters(architecture, new float[architecture.ParameterCount()]), GradientKeeping);
        Assert.AreEqual(0, engine.TrainStep(Examples.Images(5), [-1, -1, -1, -1, -1], 0), 1e-6);
        Assert.IsTrue(Gradient(engine).All(slope => Math.Abs(slope) < 1e-6));
    }

    [TestMethod]
    [DataRow(OptimizerKind.Sgd)]
    [DataRow(OptimizerKind.Adam)]
    [DataRow(OptimizerKind.AdamW)]
    [DataRow(OptimizerKind.Muon)]
    public void Each_optimizer_with_decay_and_averaging_moves_the_parameters_as_the_plain_engine_does(OptimizerKind kind)
    {
        var architecture = new LeNet5Architecture { C1Kernels = 2, C3Kernels = 3, C5Neurons = 21, F6Neurons = 13, Activation = Activation.Tanh, Pooling = Pooling.Average };
        var optimizer = new OptimizerOptions { Kind = kind, WeightDecay = 0.05f, AveragingDecay = 0.6f, Epsilon = 1e-5f };
        var initial = LeNet5Parameters.Initialize(architecture, 3);
        using var plain = new PlainEngine(initial, optimizer);
        using var engine = Create(initial, optimizer);
        Examples.TakeSteps(plain, 12);
        Examples.TakeSteps(engine, 12);
        var (expected, actual) = (plain.CaptureState(), engine.CaptureState());
        Examples.AssertAlike(expected.Parameters, actual.Parameters, 1e-4);
        Examples.AssertAlike(expected.FirstMoment, actual.FirstMoment, 1e-4);
        Examples.AssertAlike(expected.SecondMoment, actual.SecondMoment, 1e-4);
        Examples.AssertAlike(expected.Average, actual.Average, 1e-4);
        Examples.AssertAlike(Examples.Scores(plain, 20), Examples.Scores(engine, 20), 1e-4);
        Assert.AreEqual(12, actual.Steps);
    }

    public static IEnumerable<object[]> FrozenKindsAndLayers() =>
        from kind in Enum.GetValues<OptimizerKind>()
        from layers in new Layer[][] { [Layer.C1], [Layer.C1, Layer.C3], [Layer.C3, Layer.F6], [Layer.C5, Layer.Output], [Layer.C1, Layer.C3, Layer.C5, Layer.F6] }
        select new object[] { kind, layers };

    [TestMethod]
    [DynamicData(nameof(FrozenKindsAndLayers))]
    public void Frozen_tensors_keep_their_bits_and_the_others_move_as_the_plain_engines_do(OptimizerKind kind, Layer[] layers)
    {
        var optimizer = new OptimizerOptions { Kind = kind, WeightDecay = 0.05f, AveragingDecay = 0.6f, Epsilon = 1e-5f, FrozenLayers = layers };
        var initial = LeNet5Parameters.Initialize(Examples.Small, 3);
        using var plain = new PlainEngine(initial, optimizer);
        using var engine = Create(initial, optimizer);
        Examples.TakeSteps(plain, 6);
        Examples.TakeSteps(engine, 6);
        AssertOnlyTheOthersMoved(plain);
        AssertOnlyTheOthersMoved(engine);
        var (expected, actual) = (plain.CaptureState(), engine.CaptureState());
        Examples.AssertAlike(expected.Parameters, actual.Parameters, 1e-4);
        Examples.AssertAlike(expected.FirstMoment, actual.FirstMoment, 1e-4);
        Examples.AssertAlike(expected.SecondMoment, actual.SecondMoment, 1e-4);
        Examples.AssertAlike(expected.Average, actual.Average, 1e-4);

        void AssertOnlyTheOthersMoved(IEngine moved)
        {
            var state = moved.CaptureState();
            foreach (var tensor in Examples.Small.Tensors())
            {
                float[] Of(float[] vector) => vector[tensor.Offset..(tensor.Offset + tensor.Length)];
                var isFrozen = layers.Contains(tensor.Layer);
                Assert.AreEqual(isFrozen, Of(initial.Values).SequenceEqual(Of(state.Parameters)), $"{moved.Description}: {tensor.Name}");
                Assert.AreEqual(isFrozen, Of(initial.Values).SequenceEqual(Of(state.Average)), $"{moved.Description}: average of {tensor.Name}");
                Assert.AreEqual(isFrozen, Of(state.FirstMoment).All(value => value == 0), $"{moved.Description}: moment of {tensor.Name}");
            }
        }
    }

    [TestMethod]
    public void After_its_end_it_refuses_every_call_and_may_be_ended_again()
    {
        var engine = Create(LeNet5Parameters.Initialize(Examples.Small, 1), Averaging);
        var state = engine.CaptureState();
        AssertRefusesAfterDispose(engine, state);
        using var plain = new PlainEngine(LeNet5Parameters.Initialize(Examples.Small, 1), Averaging);
        AssertRefusesAfterDispose(plain, state);

        static void AssertRefusesAfterDispose(IEngine engine, EngineState state)
        {
            engine.Dispose();
            engine.Dispose();
            Assert.ThrowsExactly<ObjectDisposedException>(() => engine.TrainStep(Examples.Images(2), Examples.Labels(2, Examples.Small.Classes), 0.1f));
            Assert.ThrowsExactly<ObjectDisposedException>(() => engine.TrainStepTowards(Examples.Images(2), Examples.Shares(2, Examples.Small.Classes), 0.1f));
            Assert.ThrowsExactly<ObjectDisposedException>(() => engine.CopyLosses(new float[2]));
            Assert.ThrowsExactly<ObjectDisposedException>(() => engine.ComputeLogits(Examples.Images(2), new float[2 * Examples.Small.Classes]));
            Assert.ThrowsExactly<ObjectDisposedException>(() => engine.CaptureState());
            Assert.ThrowsExactly<ObjectDisposedException>(() => engine.RestoreState(state));
        }
    }

    [TestMethod]
    public void Wrong_lengths_and_unknown_labels_are_refused()
    {
        using var engine = Create(LeNet5Parameters.Initialize(Examples.Default, 1), new OptimizerOptions());
        Assert.ThrowsExactly<ArgumentException>(() => engine.TrainStep([], [], 0.1f));
        Assert.ThrowsExactly<ArgumentException>(() => engine.TrainStep(Examples.Images(1), [1, 2], 0.1f));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.TrainStep(Examples.Images(1), [10], 0.1f));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.TrainStep(Examples.Images(1), [-2], 0.1f));
        Assert.ThrowsExactly<ArgumentException>(() => engine.TrainStepTowards([], [], 0.1f));
        Assert.ThrowsExactly<ArgumentException>(() => engine.TrainStepTowards(Examples.Images(2), new float[10], 0.1f));
        Assert.ThrowsExactly<ArgumentException>(() => engine.ComputeLogits(Examples.Images(2), new float[10]));
        engine.ComputeLogits([], []);
    }

    [TestMethod]
    public void A_training_that_diverges_says_so_with_a_loss_that_is_not_a_number()
    {
        using var engine = Create(LeNet5Parameters.Initialize(Examples.Default, 1), new OptimizerOptions { Kind = OptimizerKind.Sgd });
        var losses = Enumerable.Range(0, 3).Select(_ => engine.TrainStep(Examples.Images(64), Examples.Labels(64, 10), 1e25f)).ToList();
        Assert.IsFalse(float.IsFinite(losses[^1]), $"{losses[^1]}");
    }

    /// <summary>Without momentum, SGD's velocity is the last gradient.</summary>
    private static OptimizerOptions GradientKeeping => new() { Kind = OptimizerKind.Sgd, Momentum = 0 };

    private static void AssertSameLosses(PlainEngine plain, IEngine engine, int images)
    {
        var (expected, actual) = (new float[images], new float[images]);
        plain.CopyLosses(expected);
        engine.CopyLosses(actual);
        Assert.IsTrue(expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5 * pair.First + 1e-5));
    }

    private static float[] Gradient(IEngine engine) => engine.CaptureState().FirstMoment;
}
