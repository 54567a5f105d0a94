using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Plain;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public class GoldenTests
{
    private const double PlainTolerance = 1e-9;
    private const double FastTolerance = 1e-4;

    // In the fourth step of sgd the two largest values of one of S4's windows differ by 1.5e-7, within a float's rounding: the
    // gradient goes to the other of them, and from there on the parameters differ by more than rounding. Losses do not.
    private const double FastToleranceBeyondBends = 1e-2;

    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average)]
    [DataRow(Activation.Relu, Pooling.Maximum)]
    public void Every_layer_of_the_plain_engine_gives_the_golden_values(Activation activation, Pooling pooling)
    {
        var golden = GoldenFile.Load(activation, pooling);
        using var engine = new PlainEngine(golden.Architecture, golden.Parameters, new OptimizerOptions());
        var layers = engine.Forward(golden.Pixels);
        var named = new Dictionary<string, double[]>
        {
            ["c1"] = layers.C1,
            ["c1.activation"] = layers.C1Activated,
            ["s2"] = layers.S2,
            ["c3"] = layers.C3,
            ["c3.activation"] = layers.C3Activated,
            ["s4"] = layers.S4,
            ["flatten"] = layers.S4,
            ["c5"] = layers.C5,
            ["c5.activation"] = layers.C5Activated,
            ["f6"] = layers.F6,
            ["f6.activation"] = layers.F6Activated,
            ["output"] = layers.Logits,
        };
        foreach (var layer in golden.Root.GetProperty("layers").EnumerateObject())
        {
            GoldenFile.AssertTensor(layer.Value, named[layer.Name], PlainTolerance, layer.Name);
        }

        AssertLogits(golden, layers.Logits, PlainTolerance);
    }

    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average)]
    [DataRow(Activation.Relu, Pooling.Maximum)]
    public void The_loss_and_all_gradients_of_the_plain_engine_are_the_golden_ones(Activation activation, Pooling pooling)
    {
        var golden = GoldenFile.Load(activation, pooling);
        using var engine = new PlainEngine(golden.Architecture, golden.Parameters, new OptimizerOptions());
        var loss = engine.TrainStepPrecisely(golden.Pixels, golden.Labels, 0);
        GoldenFile.AssertClose(golden.Root.GetProperty("mean_cross_entropy").GetDouble(), loss, 0, PlainTolerance, "loss");
        AssertTensors(golden, "gradients", golden.Root, engine.Gradient, PlainTolerance);
    }

    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average)]
    [DataRow(Activation.Relu, Pooling.Maximum)]
    public void The_fast_engine_gives_the_golden_logits_loss_and_gradients(Activation activation, Pooling pooling)
    {
        var golden = GoldenFile.Load(activation, pooling);
        using var engine = (CpuEngine)CpuEngine.Create(golden.FloatParameters, new OptimizerOptions(), 2);
        var logits = new float[GoldenFile.Images * golden.Architecture.Classes];
        engine.Score(golden.Pixels, logits);
        AssertLogits(golden, Array.ConvertAll(logits, logit => (double)logit), FastTolerance);
        var loss = engine.TrainStep(golden.Pixels, golden.Labels, 0);
        GoldenFile.AssertClose(golden.Root.GetProperty("mean_cross_entropy").GetDouble(), loss, 0, FastTolerance, "loss");
        var gradient = Array.ConvertAll(engine.LastGradient().Values, value => (double)value);
        AssertTensors(golden, "gradients", golden.Root, gradient, FastTolerance);
    }

    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average, "sgd")]
    [DataRow(Activation.Tanh, Pooling.Average, "sgd_momentum")]
    [DataRow(Activation.Tanh, Pooling.Average, "adamw")]
    [DataRow(Activation.Relu, Pooling.Maximum, "sgd")]
    [DataRow(Activation.Relu, Pooling.Maximum, "sgd_momentum")]
    [DataRow(Activation.Relu, Pooling.Maximum, "adamw")]
    public void Ten_steps_of_an_optimizer_take_both_engines_along_the_golden_losses(Activation activation, Pooling pooling, string name)
    {
        var golden = GoldenFile.Load(activation, pooling);
        var run = golden.Root.GetProperty(name);
        var rate = run.GetProperty("learning_rate").GetSingle();
        var optimizer = name == "adamw"
            ? new OptimizerOptions { Kind = OptimizerKind.AdamW, WeightDecay = run.GetProperty("weight_decay").GetSingle() }
            : new OptimizerOptions { Kind = OptimizerKind.Sgd, Momentum = run.GetProperty("momentum").GetSingle() };
        using var plain = new PlainEngine(golden.Architecture, golden.Parameters, optimizer);
        using var fast = CpuEngine.Create(golden.FloatParameters, optimizer, 2);
        var losses = run.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble()).ToArray();
        for (var step = 0; step < losses.Length - 1; step++)
        {
            var plainLoss = plain.TrainStepPrecisely(golden.Pixels, golden.Labels, rate);
            GoldenFile.AssertClose(losses[step], plainLoss, 0, PlainTolerance, $"loss {step}");
            GoldenFile.AssertClose(losses[step], fast.TrainStep(golden.Pixels, golden.Labels, rate), 0, FastTolerance, $"loss {step}");
        }

        var fastParameters = Array.ConvertAll(fast.CaptureState().Parameters, value => (double)value);
        AssertTensors(golden, "parameters", run, plain.Parameters, PlainTolerance);
        var tolerance = activation == Activation.Relu ? FastToleranceBeyondBends : FastTolerance;
        AssertTensors(golden, "parameters", run, fastParameters, tolerance);
        GoldenFile.AssertClose(losses[^1], plain.TrainStepPrecisely(golden.Pixels, golden.Labels, 0), 0, PlainTolerance, "last loss");
        GoldenFile.AssertClose(losses[^1], fast.TrainStep(golden.Pixels, golden.Labels, 0), 0, FastTolerance, "last loss");
    }

    private static void AssertLogits(GoldenFile golden, double[] logits, double tolerance)
    {
        var expected = golden.Root.GetProperty("logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(logit => logit.GetDouble()).ToArray();
        Assert.AreEqual(expected.Length, logits.Length);
        var scale = Math.Sqrt(expected.Average(logit => logit * logit));
        for (var at = 0; at < expected.Length; at++)
        {
            GoldenFile.AssertClose(expected[at], logits[at], scale, tolerance, $"logit {at}");
        }
    }

    private static void AssertTensors(
        GoldenFile golden, string group, System.Text.Json.JsonElement owner, ReadOnlySpan<double> vector, double tolerance)
    {
        foreach (var tensor in golden.Architecture.Tensors())
        {
            var expected = owner.GetProperty(group).GetProperty(tensor.Name.ToLowerInvariant());
            GoldenFile.AssertTensor(expected, vector.Slice(tensor.Offset, tensor.Length), tolerance, tensor.Name);
        }
    }
}
