using Microsoft.ML;
using MnistPipeline.Data;
using MnistPipeline.Stages;
using MnistPipeline.Training;

namespace MnistPipeline.Conditions;

/// <summary>What a recipe comes to, seed after seed: validation and test digits of MNIST that it reads, and how long it trains.</summary>
internal static class RecipeAccuracy
{
    /// <summary>Trains with the seeds 1 to <paramref name="seeds"/>, and prints a row each, medians, means and their standard errors.</summary>
    /// <exception cref="BadInputException">There is no such recipe.</exception>
    public static void Print(string recipe, int seeds, CancellationToken cancellationToken)
    {
        var options = TrainingOptions.Recipe(recipe);
        Console.WriteLine($"{"recipe " + recipe,-20}{"validation",12}{"test",12}{"seconds",12}");
        var rows = new List<double[]>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            rows.Add(Train(options, seed, cancellationToken));
            PrintRow($"seed {seed}", rows[^1]);
        }

        PrintRow("median", [.. Columns().Select(Median)]);
        PrintRow("mean", [.. Columns().Select(column => column.Average())]);
        PrintRow("standard error", [.. Columns().Select(StandardError)]);

        IEnumerable<double[]> Columns() => Enumerable.Range(0, rows[0].Length).Select(at => rows.Select(row => row[at]).ToArray());
    }

    /// <summary>The share of digits that a trained network reads right: 0 to 1.</summary>
    internal static double Accuracy(LeNet5Model model, DigitSet digits)
    {
        using var reader = DigitReader.Open(new MemoryStream(model.ToOnnx()), "the network");
        var answers = new DigitPrediction[digits.Count];
        reader.ReadPixels(digits.Pixels, answers);
        return (double)answers.Index().Count(answer => answer.Item.Digit == digits.Classes[digits.Labels[answer.Index]]) / digits.Count;
    }

    private static double[] Train(TrainingOptions options, int seed, CancellationToken cancellationToken)
    {
        var digits = DigitSource.Open(StagePaths.FromRoot("data/mnist"), seed);
        using var model = new MLContext().MulticlassClassification.Trainers.LeNet5(new LeNet5Options(options) { Seed = seed, CancellationToken = cancellationToken }).Train(digits.Train.ToDataView());
        cancellationToken.ThrowIfCancellationRequested();
        return [100 * model.Validation.Accuracy, 100 * Accuracy(model, digits.Test), model.Training.Seconds];
    }

    private static void PrintRow(string name, double[] row) => Console.WriteLine($"{name,-20}{row[0],10:F3} %{row[1],10:F3} %{row[2],12:F1}");

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double StandardError(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1) / values.Length);
    }
}
