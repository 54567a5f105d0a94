using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public sealed class CpuScorerTests
{
    public static IEnumerable<object[]> Architectures => Examples.RandomArchitectures();

    [TestMethod]
    [DynamicData(nameof(Architectures))]
    public void Any_number_of_images_scores_the_bits_of_the_engine_with_any_vector_width(LeNet5Architecture architecture, int images)
    {
        var parameters = LeNet5Parameters.Initialize(architecture, 3);
        using var engine = CpuEngine.Create(parameters, new OptimizerOptions(), 1);
        foreach (var vectorBits in new[] { 128, 256, 512 })
        {
            using var scorer = new CpuScorer(parameters, vectorBits);
            foreach (var count in new[] { 0, 1, 16, 1, images, 16 + images, 17, 1 })
            {
                var logits = new float[count * architecture.Classes];
                scorer.ComputeLogits(Examples.Images(count), logits);
                CollectionAssert.AreEqual(Examples.Scores(engine, count), logits, $"{count} images, {vectorBits} bits");
            }
        }
    }

    [TestMethod]
    public void Wrong_lengths_and_calls_after_the_end_are_refused()
    {
        var scorer = new CpuScorer(LeNet5Parameters.Initialize(Examples.Default, 1));
        Assert.ThrowsExactly<ArgumentException>(() => scorer.ComputeLogits(Examples.Images(2), new float[10]));
        Assert.ThrowsExactly<ArgumentException>(() => scorer.ComputeLogits(new byte[783], new float[10]));
        scorer.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => scorer.ComputeLogits(Examples.Images(1), new float[10]));
    }
}
