using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public class FrozenLayersTests
{
    private static readonly LeNet5Architecture Small = new()
    {
        C1Kernels = 3,
        C3Kernels = 5,
        C5Neurons = 21,
        F6Neurons = 13,
        Activation = Activation.Tanh,
        Pooling = Pooling.Average,
    };

    [TestMethod]
    public void Frozen_layers_leave_the_first_step_of_the_others_as_it_is()
    {
        var initial = LeNet5Parameters.Initialize(Small, 3);
        var (all, some) = (FirstStep([]), FirstStep(["C1", "C5"]));
        foreach (var tensor in Small.Tensors())
        {
            var range = tensor.Offset..(tensor.Offset + tensor.Length);
            Assert.AreEqual(tensor.Layer is "C1" or "C5" ? 0 : tensor.Length, all[range].Zip(some[range]).Count(pair => pair.First == pair.Second));
        }

        float[] FirstStep(string[] layers)
        {
            using var engine = CpuEngine.Create(initial, new OptimizerOptions { FrozenLayers = layers }, 2);
            Examples.TakeSteps(engine, 1);
            return engine.CaptureState().Parameters;
        }
    }
}
