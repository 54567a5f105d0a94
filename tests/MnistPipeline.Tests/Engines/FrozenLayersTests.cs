using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public class FrozenLayersTests
{
    [TestMethod]
    public void Frozen_layers_leave_the_first_step_of_the_others_as_it_is()
    {
        var initial = LeNet5Parameters.Initialize(Examples.Small, 3);
        var (all, some) = (FirstStep([]), FirstStep([Layer.C1, Layer.C5]));
        foreach (var tensor in Examples.Small.Tensors())
        {
            var range = tensor.Offset..(tensor.Offset + tensor.Length);
            Assert.AreEqual(tensor.Layer is Layer.C1 or Layer.C5 ? 0 : tensor.Length, all[range].Zip(some[range]).Count(pair => pair.First == pair.Second));
        }

        float[] FirstStep(Layer[] layers)
        {
            using var engine = CpuEngine.Create(initial, new OptimizerOptions { FrozenLayers = layers }, 2);
            Examples.TakeSteps(engine, 1);
            return engine.CaptureState().Parameters;
        }
    }
}
