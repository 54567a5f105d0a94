using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Plain;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public class FastAgainstPlainTests
{
    [TestMethod]
    [DynamicData(nameof(Examples.RandomArchitectures), typeof(Examples))]
    public void Logits_loss_and_gradient_agree_on_any_architecture_and_vector_width(LeNet5Architecture architecture, int images)
    {
        var initial = LeNet5Parameters.Initialize(architecture, images);
        using var plain = new PlainEngine(initial, new OptimizerOptions());
        var logits = Examples.Scores(plain, images);
        var loss = plain.TrainStep(Examples.Images(images), Examples.Labels(images, architecture.Classes), 0);
        foreach (var vectorBits in new[] { 128, 256, 512 })
        {
            using var fast = CpuEngine.Create(initial, new OptimizerOptions(), 2, vectorBits);
            Examples.AssertAlike(logits, Examples.Scores(fast, images), 1e-5);
            Assert.AreEqual(loss, fast.TrainStep(Examples.Images(images), Examples.Labels(images, architecture.Classes), 0), 1e-5 * loss);

            // A value within rounding of a bend may take the other side: so the whole gradient's distance, not each element's.
            Examples.AssertAlike([.. plain.Gradient.Select(value => (float)value)], fast.LastGradient().Values, 1e-3);
        }
    }

    [TestMethod]
    [DataRow(OptimizerKind.Sgd)]
    [DataRow(OptimizerKind.Adam)]
    [DataRow(OptimizerKind.AdamW)]
    public void Each_optimizer_with_decay_and_averaging_moves_the_parameters_alike(OptimizerKind kind)
    {
        var architecture = new LeNet5Architecture { C1Kernels = 2, C3Kernels = 3, C5Neurons = 21, F6Neurons = 13, Activation = Activation.Tanh, Pooling = Pooling.Average };
        var optimizer = new OptimizerOptions { Kind = kind, WeightDecay = 0.05f, AveragingDecay = 0.6f, Epsilon = 1e-5f };
        var initial = LeNet5Parameters.Initialize(architecture, 3);
        using var plain = new PlainEngine(initial, optimizer);
        using var fast = CpuEngine.Create(initial, optimizer, 2);
        Examples.TakeSteps(plain, 12);
        Examples.TakeSteps(fast, 12);
        var (expected, actual) = (plain.CaptureState(), fast.CaptureState());
        Examples.AssertAlike(expected.Parameters, actual.Parameters, 1e-4);
        Examples.AssertAlike(expected.FirstMoment, actual.FirstMoment, 1e-4);
        Examples.AssertAlike(expected.SecondMoment, actual.SecondMoment, 1e-4);
        Examples.AssertAlike(expected.Average, actual.Average, 1e-4);
        Examples.AssertAlike(Examples.Scores(plain, 20), Examples.Scores(fast, 20), 1e-4);
        Assert.AreEqual(12, actual.Steps);
    }

    [TestMethod]
    public void The_gradient_is_the_slope_of_the_loss()
    {
        var architecture = new LeNet5Architecture { C1Kernels = 2, C3Kernels = 2, C5Neurons = 5, F6Neurons = 4, Classes = 3, Activation = Activation.Tanh, Pooling = Pooling.Average };
        var values = Array.ConvertAll(LeNet5Parameters.Initialize(architecture, 8).Values, value => (double)value);
        using var engine = new PlainEngine(architecture, values, new OptimizerOptions { Kind = OptimizerKind.Sgd });
        _ = Loss(engine);
        foreach (var tensor in architecture.Tensors())
        {
            var at = tensor.Offset + tensor.Length / 2;
            Assert.AreEqual((LossWith(+1e-5) - LossWith(-1e-5)) / 2e-5, engine.Gradient[at], 1e-7, tensor.Name);

            double LossWith(double change)
            {
                var changed = (double[])values.Clone();
                changed[at] += change;
                using var other = new PlainEngine(architecture, changed, new OptimizerOptions());
                return Loss(other);
            }
        }

        static double Loss(PlainEngine engine) => engine.TrainStepPrecisely(Examples.Images(6), Examples.Labels(6, 3), 0);
    }
}
