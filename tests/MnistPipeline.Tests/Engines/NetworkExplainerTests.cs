using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Explanation;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public sealed class NetworkExplainerTests
{
    private static readonly LeNet5Parameters Trained = TrainedNetwork.Of(DigitInput.Picture).Parameters;

    [TestMethod]
    public void The_last_step_is_what_the_engine_scores()
    {
        using var engine = CpuEngine.Create(Trained, new OptimizerOptions(), 1);
        var explainer = new NetworkExplainer(Trained);
        var logits = Examples.Scores(engine, 5);
        for (var image = 0; image < 5; image++)
        {
            var output = explainer.Steps(Digit(image))[^1];
            Examples.AssertAlike(logits[(10 * image)..(10 * image + 10)], [.. output.Values.Select(value => (float)value)], 1e-5);
        }
    }

    [TestMethod]
    public void The_eight_steps_have_the_shapes_of_the_network()
    {
        var shape = new LeNet5Architecture { C1Kernels = 3, C3Kernels = 4, C5Neurons = 7, F6Neurons = 5, Classes = 2 };
        var steps = new NetworkExplainer(LeNet5Parameters.Initialize(shape, 1)).Steps(Digit(0));
        CollectionAssert.AreEqual(
            new[] { "input 1x28", "C1 3x28", "S2 3x14", "C3 4x10", "S4 4x5", "C5 7x1", "F6 5x1", "output 2x1" },
            steps.Select(step => $"{step.Name} {step.Count}x{step.Size}").ToArray());
        foreach (var step in steps)
        {
            Assert.HasCount(step.Count * step.Size * step.Size, step.Values, step.Name);
            CollectionAssert.AreEqual(step.Values[^(step.Size * step.Size)..], step.MapOf(step.Count - 1).ToArray(), step.Name);
        }
    }

    [TestMethod]
    public void A_map_of_S2_holds_the_largest_of_each_window_of_C1()
    {
        var steps = new NetworkExplainer(Trained).Steps(Digit(3));
        for (var map = 0; map < 6; map++)
        {
            var (c1, s2) = (steps[1].MapOf(map).ToArray(), steps[2].MapOf(map).ToArray());
            for (var at = 0; at < s2.Length; at++)
            {
                var first = at / 14 * 56 + at % 14 * 2;
                Assert.AreEqual(new[] { c1[first], c1[first + 1], c1[first + 28], c1[first + 29] }.Max(), s2[at]);
            }
        }
    }

    [TestMethod]
    [DataRow(Activation.Relu, Pooling.Maximum)]
    [DataRow(Activation.Tanh, Pooling.Average)]
    public void The_attributions_add_up_to_the_logit_that_the_ink_has_made(Activation activation, Pooling pooling)
    {
        var parameters = new LeNet5Parameters(Trained.Architecture with { Activation = activation, Pooling = pooling }, Trained.Values);
        var explainer = new NetworkExplainer(parameters);
        var empty = explainer.Steps(new byte[784])[^1].Values;
        for (var image = 0; image < 4; image++)
        {
            var (answer, against) = (image, 9 - image);
            var logits = explainer.Steps(Digit(image))[^1].Values;
            var all = logits.Zip(empty, (of, without) => of - without).ToArray();
            AssertNear(all[answer], explainer.PixelAttributions(Digit(image), answer).Sum());
            AssertNear(all[answer] - all[against], explainer.PixelAttributions(Digit(image), answer, against).Sum());

            void AssertNear(double expected, double sum) => Assert.AreEqual(expected, sum, 0.03 * all.Max(Math.Abs), $"digit {image}");
        }
    }

    [TestMethod]
    public void Only_ink_has_an_attribution()
    {
        var digit = Digit(1);
        var attributions = new NetworkExplainer(Trained).PixelAttributions(digit, 2);
        Assert.IsTrue(digit.Zip(attributions).All(pixel => pixel.First != 0 || pixel.Second == 0));
        Assert.IsTrue(attributions.Any(attribution => attribution > 0) && attributions.Any(attribution => attribution < 0));
    }

    [TestMethod]
    public void What_is_no_digit_or_no_class_is_refused()
    {
        var explainer = new NetworkExplainer(Trained);
        Assert.ThrowsExactly<ArgumentException>(() => explainer.Steps(new byte[783]));
        Assert.ThrowsExactly<ArgumentException>(() => explainer.PixelAttributions(new byte[785], 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => explainer.PixelAttributions(new byte[784], 10));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => explainer.PixelAttributions(new byte[784], 0, -1));
    }

    private static byte[] Digit(int image) => Examples.Images(image + 1)[^784..];
}
