using MnistPipeline.Evaluation;
using MnistPipeline.Training;
using MnistPipeline.Tuning;
using SkiaSharp;

namespace MnistPipeline.Tests.Tuning;

[TestClass]
public sealed class TuningPlotTests
{
    private static readonly PlotFont BuiltIn = PlotFont.Create([]);

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
        var best = ParetoFront.Of(trials.Skip(1), Objective.Accuracy) is [var first, ..] ? first : null;
        foreach (var objective in Enum.GetValues<Objective>())
        {
            using var picture = SKBitmap.Decode(CostPlot.Png(trials, objective, best, BuiltIn));
            Assert.AreEqual((1000, 640), (picture.Width, picture.Height));
        }

        for (var varied = 1; varied <= HyperParameter.All.Count; varied++)
        {
            using var picture = SKBitmap.Decode(HyperParameterPlot.Png(trials, [.. HyperParameter.All.Take(varied)], best, BuiltIn));
            Assert.AreEqual(Math.Min(3, varied) * 430, picture.Width);
        }
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
