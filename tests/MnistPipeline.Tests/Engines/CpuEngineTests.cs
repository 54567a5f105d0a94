using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public class CpuEngineTests
{
    private static readonly OptimizerOptions Averaging = new() { WeightDecay = 0.01f, AveragingDecay = 0.99f };

    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average)]
    [DataRow(Activation.Relu, Pooling.Maximum)]
    public void Threads_and_vector_widths_do_not_change_one_bit(Activation activation, Pooling pooling)
    {
        var architecture = new LeNet5Architecture { Activation = activation, Pooling = pooling };
        var initial = LeNet5Parameters.Initialize(architecture, 1);
        var expected = Trained(1, 512);
        foreach (var (threads, vectorBits) in new[] { (2, 512), (3, 512), (1, 256), (2, 256), (2, 128) })
        {
            CollectionAssert.AreEqual(expected, Trained(threads, vectorBits), $"{threads} threads, {vectorBits} bits");
        }

        float[] Trained(int threads, int vectorBits)
        {
            using var engine = CpuEngine.Create(initial, Averaging, threads, vectorBits);
            Examples.TakeSteps(engine, 7);
            var state = engine.CaptureState();
            return [.. state.Parameters, .. state.FirstMoment, .. state.SecondMoment, .. state.Average, .. Examples.Scores(engine, 50)];
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void A_step_and_a_scoring_allocate_nothing_after_the_first(int threads)
    {
        using var engine = CpuEngine.Create(LeNet5Parameters.Initialize(Examples.Default, 1), Averaging, threads);
        var (images, labels, logits) = (Examples.Images(100), Examples.Labels(100, 10), new float[1000]);
        Allocations.AssertNone(calls: 20, () =>
        {
            engine.TrainStep(images, labels, 0.001f);
            engine.ComputeLogits(images, logits);
        });
    }

    [TestMethod]
    public void A_captured_state_goes_on_in_another_engine_with_the_same_bits()
    {
        var initial = LeNet5Parameters.Initialize(Examples.Default, 1);
        using var engine = CpuEngine.Create(initial, Averaging, 2);
        Examples.TakeSteps(engine, 3);
        var state = engine.CaptureState();
        using var other = CpuEngine.Create(LeNet5Parameters.Initialize(Examples.Default, 2), Averaging, 1);
        other.RestoreState(state);
        Examples.TakeSteps(engine, 4, firstBatch: 3);
        Examples.TakeSteps(other, 4, firstBatch: 3);
        var (expected, actual) = (engine.CaptureState(), other.CaptureState());
        CollectionAssert.AreEqual(expected.Parameters, actual.Parameters);
        CollectionAssert.AreEqual(expected.FirstMoment, actual.FirstMoment);
        CollectionAssert.AreEqual(expected.SecondMoment, actual.SecondMoment);
        CollectionAssert.AreEqual(expected.Average, actual.Average);
        Assert.AreEqual(7, actual.Steps);
    }

    [TestMethod]
    public void An_image_scores_the_same_bits_wherever_it_lies_among_others()
    {
        using var engine = CpuEngine.Create(LeNet5Parameters.Initialize(Examples.Default, 1), new OptimizerOptions(), 2);
        var all = Examples.Scores(engine, 300);
        foreach (var image in new[] { 0, 15, 16, 47, 299 })
        {
            var alone = new float[10];
            engine.ComputeLogits(Examples.Images(image + 1).AsSpan(image * Digit.Pixels), alone);
            CollectionAssert.AreEqual(all[(10 * image)..(10 * image + 10)], alone);
        }

    }

    [TestMethod]
    public void No_threads_are_refused() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(
        () => CpuEngine.Create(LeNet5Parameters.Initialize(Examples.Default, 1), Averaging, 0));

    [TestMethod]
    public void A_hundred_steps_learn_three_hundred_digits()
    {
        using var engine = CpuEngine.Create(LeNet5Parameters.Initialize(Examples.Default, 1), Averaging, 2);
        var (images, labels) = (Examples.Images(300), Examples.Labels(300, 10));
        for (var step = 0; step < 100; step++)
        {
            engine.TrainStep(images, labels, 0.002f);
        }

        var logits = Examples.Scores(engine, 300).Chunk(10);
        var right = logits.Zip(labels, (scores, label) => Array.IndexOf(scores, scores.Max()) == label).Count(isRight => isRight);
        Assert.IsGreaterThan(295, right);
    }

    [TestMethod]
    public void The_description_tells_threads_and_vectors()
    {
        using var engine = CpuEngine.Create(LeNet5Parameters.Initialize(Examples.Default, 1), Averaging, 1, 256);
        Assert.AreEqual("cpu, 1 thread, 256-bit vectors", engine.Description);
    }
}
