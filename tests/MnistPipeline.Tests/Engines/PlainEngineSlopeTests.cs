using MnistPipeline.Engines;
using MnistPipeline.Engines.Plain;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public class PlainEngineSlopeTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void The_gradient_is_the_slope_of_the_loss(bool hasNoClass)
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

        double Loss(PlainEngine engine)
        {
            var labels = Examples.Labels(6, 3);
            labels[2] = hasNoClass ? EngineInput.NoClass : labels[2];
            return engine.TrainStepPrecisely(Examples.Images(6), labels, 0);
        }
    }
}
