using MnistPipeline.Engines;
using MnistPipeline.Engines.Plain;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public class PlainEngineGoldenTests
{
    private const double Tolerance = 1e-9;

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
            GoldenFile.AssertTensor(layer.Value, named[layer.Name], Tolerance, layer.Name);
        }

        golden.AssertLogits(layers.Logits, Tolerance);
    }

    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average)]
    [DataRow(Activation.Relu, Pooling.Maximum)]
    public void The_loss_and_all_gradients_of_the_plain_engine_are_the_golden_ones(Activation activation, Pooling pooling)
    {
        var golden = GoldenFile.Load(activation, pooling);
        using var engine = new PlainEngine(golden.Architecture, golden.Parameters, new OptimizerOptions());
        var loss = engine.TrainStepPrecisely(golden.Pixels, golden.Labels, 0);
        GoldenFile.AssertClose(golden.Root.GetProperty("mean_cross_entropy").GetDouble(), loss, 0, Tolerance, "loss");
        golden.AssertTensors("gradients", golden.Root, engine.Gradient, Tolerance);
    }

    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average, "sgd")]
    [DataRow(Activation.Tanh, Pooling.Average, "sgd_momentum")]
    [DataRow(Activation.Tanh, Pooling.Average, "adamw")]
    [DataRow(Activation.Relu, Pooling.Maximum, "sgd")]
    [DataRow(Activation.Relu, Pooling.Maximum, "sgd_momentum")]
    [DataRow(Activation.Relu, Pooling.Maximum, "adamw")]
    public void Ten_steps_of_an_optimizer_take_the_plain_engine_along_the_golden_losses(Activation activation, Pooling pooling, string name)
    {
        var golden = GoldenFile.Load(activation, pooling);
        var run = golden.Root.GetProperty(name);
        var rate = run.GetProperty("learning_rate").GetSingle();
        using var engine = new PlainEngine(golden.Architecture, golden.Parameters, GoldenFile.Optimizer(run, name));
        var losses = run.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble()).ToArray();
        for (var step = 0; step < losses.Length - 1; step++)
        {
            GoldenFile.AssertClose(losses[step], engine.TrainStepPrecisely(golden.Pixels, golden.Labels, rate), 0, Tolerance, $"loss {step}");
        }

        golden.AssertTensors("parameters", run, engine.Parameters, Tolerance);
        GoldenFile.AssertClose(losses[^1], engine.TrainStepPrecisely(golden.Pixels, golden.Labels, 0), 0, Tolerance, "last loss");
    }
}
