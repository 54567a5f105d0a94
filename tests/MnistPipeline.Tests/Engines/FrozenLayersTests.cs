using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Plain;
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

    public static IEnumerable<object[]> KindsAndLayers() =>
        from kind in Enum.GetValues<OptimizerKind>()
        from layers in new string[][] { ["C1"], ["C1", "C3"], ["C3", "F6"], ["C5", "output"], ["C1", "C3", "C5", "F6"] }
        select new object[] { kind, layers };

    [TestMethod]
    [DynamicData(nameof(KindsAndLayers))]
    public void Frozen_tensors_keep_their_bits_and_the_others_move_as_the_plain_engines_do(OptimizerKind kind, string[] layers)
    {
        var optimizer = new OptimizerOptions { Kind = kind, WeightDecay = 0.05f, AveragingDecay = 0.6f, Epsilon = 1e-5f, FrozenLayers = layers };
        var initial = LeNet5Parameters.Initialize(Small, 3);
        using var plain = new PlainEngine(initial, optimizer);
        using var fast = CpuEngine.Create(initial, optimizer, 2);
        Examples.TakeSteps(plain, 6);
        Examples.TakeSteps(fast, 6);
        AssertOnlyTheOthersMoved(plain);
        AssertOnlyTheOthersMoved(fast);
        var (expected, actual) = (plain.CaptureState(), fast.CaptureState());
        Examples.AssertAlike(expected.Parameters, actual.Parameters, 1e-4);
        Examples.AssertAlike(expected.FirstMoment, actual.FirstMoment, 1e-4);
        Examples.AssertAlike(expected.SecondMoment, actual.SecondMoment, 1e-4);
        Examples.AssertAlike(expected.Average, actual.Average, 1e-4);

        void AssertOnlyTheOthersMoved(IEngine engine)
        {
            var state = engine.CaptureState();
            foreach (var tensor in Small.Tensors())
            {
                float[] Of(float[] vector) => vector[tensor.Offset..(tensor.Offset + tensor.Length)];
                var isFrozen = layers.Contains(tensor.Layer);
                Assert.AreEqual(isFrozen, Of(initial.Values).SequenceEqual(Of(state.Parameters)), $"{engine.Description}: {tensor.Name}");
                Assert.AreEqual(isFrozen, Of(initial.Values).SequenceEqual(Of(state.Average)), $"{engine.Description}: average of {tensor.Name}");
                Assert.AreEqual(isFrozen, Of(state.FirstMoment).All(value => value == 0), $"{engine.Description}: moment of {tensor.Name}");
            }
        }
    }

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
