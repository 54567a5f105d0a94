using MnistPipeline.Plots;
using MnistPipeline.Tests.Tuning;
using MnistPipeline.Training;
using MnistPipeline.Tuning;
using SkiaSharp;

namespace MnistPipeline.Tests.Plots;

[TestClass]
public sealed class TuningPlotTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(60)]
    public void Any_number_of_trials_is_drawn(int count)
    {
        var points = new SearchSpace(new TrainingOptions(), HyperParameter.DefaultRanges).LatinHypercube(Math.Max(1, count), 1);
        Trial[] trials = [
            Trials.Of(0, 1, 0.99, 61_706, TrialState.Finished),
            .. Enumerable.Range(1, count).Select(number =>
                Trials.Of(number, number % 5, 1 - 0.5 / number, 1000 * number, number % 5 == 4 ? TrialState.Finished : TrialState.Paused) with { Options = points[number - 1] })];
        var best = ParetoFront.From(trials.Skip(1), Objective.Accuracy) is [var first, ..] ? first : null;
        foreach (var objective in Enum.GetValues<Objective>())
        {
            using var picture = new DrawnPicture(CostPlot.Png(trials, objective, best));
            Assert.AreEqual((1000, 640), (picture.Width, picture.Height));
            AssertGridAndMarks(picture, new SKRectI(84, 96, 970, 574), objective != Objective.Milliseconds);
        }

        for (var varied = 1; varied <= HyperParameter.All.Count; varied++)
        {
            using var picture = new DrawnPicture(HyperParameterPlot.Png(trials, [.. HyperParameter.All.Take(varied)], best));
            Assert.AreEqual(Math.Min(3, varied) * 430, picture.Width);
            var (left, top) = ((varied - 1) % 3 * 430, 44 + (varied - 1) / 3 * 310);
            AssertGridAndMarks(picture, new SKRectI(left + 70, top + 40, left + 410, top + 270), best is not null);
        }
    }

    private static void AssertGridAndMarks(DrawnPicture picture, SKRectI frame, bool hasInk)
    {
        Assert.IsGreaterThan(100, picture.Count(frame, color => color == PlotStyle.Grid));
        Assert.AreEqual(hasInk, picture.Count(frame, color => color is { Red: < 100, Blue: < 100 }) > 0, "the recipe's disc, the ring of the chosen one");
    }

    [TestMethod]
    public void Trials_stand_at_their_cost_and_accuracy_and_how_far_they_came_is_seen()
    {
        Trial[] trials = [
            Trials.Of(0, 1, 0.99, 10_000, TrialState.Finished),
            Trials.Of(1, 1, 0.9, 1000),
            Trials.Of(2, 1, 0.99, 100_000, TrialState.Finished),
            Trials.Of(3, 1, 0.999, 31_623, TrialState.Finished)];
        using var picture = new DrawnPicture(CostPlot.Png(trials, Objective.Accuracy, trials[3]));
        picture.AssertMark(PlotStyle.Ink, X(4), Y(2), 6);
        picture.AssertMark(PlotStyle.PaleBlue, X(3), Y(1), 4);
        picture.AssertMark(PlotStyle.Blue, X(5), Y(2), 6);
        picture.AssertMark(PlotStyle.Orange, X(4.5), Y(3), 6);
        picture.AssertMark(PlotStyle.Ink, X(4.5), Y(3), 10);

        // The parameters' powers of ten go right, the errors' go up.
        static double X(double power) => 84 + 886 * (power - 2.92) / 2.16;
        static double Y(double power) => 574 - 478 * (power - 0.88) / 2.24;
    }

    [TestMethod]
    public void Trials_stand_at_the_value_of_a_hyper_parameter_in_its_panel()
    {
        Trial[] trials = [
            Trials.Of(0, 1, 0.95, 1, TrialState.Finished),
            Trials.Of(1, 1, 0.9) with { Options = new TrainingOptions { LearningRate = 0.001f } },
            Trials.Of(2, 1, 0.999, 1, TrialState.Finished) with { Options = new TrainingOptions { LearningRate = 0.01f } },
            Trials.Of(3, 1, 0.99, 1, TrialState.Finished) with { Options = new TrainingOptions { LearningRate = 0.1f } }];
        var rate = HyperParameter.All.First(one => one.Name == "learningRate");
        var others = HyperParameter.All.Where(one => one != rate).Take(3);
        using var picture = new DrawnPicture(HyperParameterPlot.Png(trials, [.. others, rate], trials[2]));
        Assert.AreEqual((3 * 430, 44 + 2 * 310), (picture.Width, picture.Height));
        picture.AssertMark(PlotStyle.PaleBlue, X(-3), Y(1), 4);
        picture.AssertMark(PlotStyle.Blue, X(-2), Y(3), 5);
        picture.AssertMark(PlotStyle.Ink, X(-2), Y(3), 9);
        picture.AssertMark(PlotStyle.Blue, X(-1), Y(2), 5);

        // The fourth panel is the first of the second row.
        static double X(double power) => 70 + 340 * (power + 3.12) / 2.24;
        static double Y(double power) => 44 + 2 * 310 - 40 - 230 * (power - 0.88) / 2.24;
    }

    [TestMethod]
    [DataRow(0.97, 0.995)]
    [DataRow(0.994, 0.9948)]
    [DataRow(0.1, 1)]
    [DataRow(0.99, 0.99)]
    public void The_axis_of_accuracies_holds_them_all_and_has_numbers(double low, double high)
    {
        var axis = new AccuracyAxis([low, high]);
        Assert.IsLessThan(AccuracyAxis.Level(low), axis.Range.Low);
        Assert.IsGreaterThan(AccuracyAxis.Level(high), axis.Range.High);
        Assert.IsGreaterThan(0, axis.Ticks.Length);
        string[] labels = [.. axis.Ticks.Select(AccuracyAxis.Label)];
        CollectionAssert.AllItemsAreUnique(labels);
    }
}
