using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

/// <summary>How every engine hands over what it has learned, and goes on from it.</summary>
internal abstract class EngineStateSuite
{
    private protected static readonly OptimizerOptions Averaging = new() { WeightDecay = 0.01f, AveragingDecay = 0.99f };

    /// <summary>Makes the engine.</summary>
    private protected abstract IEngine Create(LeNet5Parameters initial, OptimizerOptions optimizer);

    [TestMethod]
    public void A_state_goes_from_engine_to_engine_unchanged()
    {
        using var engine = Create(LeNet5Parameters.Initialize(Examples.Default, 1), Averaging);
        Examples.TakeSteps(engine, 3);
        var state = engine.CaptureState();
        using var other = Create(LeNet5Parameters.Initialize(Examples.Default, 2), Averaging);
        other.RestoreState(state);
        var copy = other.CaptureState();
        CollectionAssert.AreEqual(state.Parameters, copy.Parameters);
        CollectionAssert.AreEqual(state.FirstMoment, copy.FirstMoment);
        CollectionAssert.AreEqual(state.SecondMoment, copy.SecondMoment);
        CollectionAssert.AreEqual(state.Average, copy.Average);
        Examples.TakeSteps(engine, 4, firstBatch: 3);
        Examples.TakeSteps(other, 4, firstBatch: 3);
        Examples.AssertAlike(engine.CaptureState().Parameters, other.CaptureState().Parameters, 1e-5);
        Assert.AreEqual(7, other.CaptureState().Steps);
    }

    [TestMethod]
    public void A_capture_before_the_first_step_returns_the_initial_parameters()
    {
        var initial = LeNet5Parameters.Initialize(Examples.Default, 1);
        using var engine = Create(initial, Averaging);
        CollectionAssert.AreEqual(initial.Values, engine.CaptureState().Parameters);
        CollectionAssert.AreEqual(initial.Values, engine.CaptureState().ScoringParameters);
    }

    [TestMethod]
    public void A_state_of_another_shape_or_optimizer_is_refused()
    {
        using var sgd = Create(LeNet5Parameters.Initialize(Examples.Default, 1), new OptimizerOptions { Kind = OptimizerKind.Sgd });
        using var adamW = Create(LeNet5Parameters.Initialize(Examples.Default, 1), new OptimizerOptions());
        using var averaging = Create(LeNet5Parameters.Initialize(Examples.Default, 1), Averaging);
        using var smaller = Create(LeNet5Parameters.Initialize(Examples.Default with { Classes = 5 }, 1), new OptimizerOptions());
        Assert.ThrowsExactly<ArgumentException>(() => adamW.RestoreState(sgd.CaptureState()));
        Assert.ThrowsExactly<ArgumentException>(() => sgd.RestoreState(adamW.CaptureState()));
        Assert.ThrowsExactly<ArgumentException>(() => averaging.RestoreState(adamW.CaptureState()));
        Assert.ThrowsExactly<ArgumentException>(() => adamW.RestoreState(smaller.CaptureState()));
    }
}
