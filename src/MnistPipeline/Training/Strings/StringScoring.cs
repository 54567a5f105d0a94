using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Cpu.Rows;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Training.Strings;

/// <summary>Reads rows whose text is known.</summary>
internal static class StringScoring
{
    // Temperatures are looked for between these.
    private const double Lowest = 0.3;
    private const double Highest = 4;

    /// <summary>What a network makes of rows.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="digits">The names of its digits, in the order of its outputs.</param>
    /// <param name="temperature">What its outputs are divided by.</param>
    /// <param name="rows">The rows.</param>
    public static StringReport Report(LeNet5Parameters parameters, IReadOnlyList<string> digits, double temperature, IReadOnlyList<StringRow> rows)
    {
        using var scorer = new CpuScorer(parameters);
        var reader = new RowTexts(scorer, temperature);
        var answers = new StringAnswer[rows.Count];
        ParallelLoop.Run(rows.Count, index =>
        {
            if (rows[index].Columns == 0)
            {
                answers[index] = new StringAnswer(Text(rows[index].Text), "", 1);
                return;
            }

            var (logits, texts) = reader.Read(rows[index].Pixels, rows[index].Columns, 0, RankedTexts.MaxLength, null);
            var text = texts.Readings[0].Text;
            answers[index] = new StringAnswer(Text(rows[index].Text), Text(text), texts.Confidence(0))
            {
                Columns = [.. StringAlignment.Columns(logits, scorer.Classes, text, rows[index].Columns).Select(columns => (columns.First, columns.Last))],
            };
        });
        return new StringReport(answers);

        string Text(int[] text) => string.Concat(text.Select(digit => digits[digit]));
    }

    /// <summary>The temperature at which the rows' texts are likeliest (Guo, Pleiss, Sun, Weinberger 2017), by golden section of its logarithm.</summary>
    public static double FitTemperature(LeNet5Parameters parameters, IReadOnlyList<StringRow> rows)
    {
        using var scorer = new CpuScorer(parameters);
        var logits = new float[rows.Count][];
        ParallelLoop.Run(rows.Count, index => logits[index] = scorer.RowLogits(rows[index].Pixels, rows[index].Columns));
        var share = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (Math.Log(Lowest), Math.Log(Highest));
        var (first, second) = (high - share * (high - low), low + share * (high - low));
        var (ofFirst, ofSecond) = (Loss(first), Loss(second));
        while (high - low > 0.01)
        {
            if (ofFirst < ofSecond)
            {
                (high, second, ofSecond) = (second, first, ofFirst);
                first = high - share * (high - low);
                ofFirst = Loss(first);
            }
            else
            {
                (low, first, ofFirst) = (first, second, ofSecond);
                second = low + share * (high - low);
                ofSecond = Loss(second);
            }
        }

        return Math.Exp((low + high) / 2);

        double Loss(double logOfTemperature)
        {
            var losses = new double[rows.Count];
            ParallelLoop.Run(rows.Count, index =>
            {
                var scaled = TemperatureScaling.Scaled(logits[index], Math.Exp(logOfTemperature));
                losses[index] = CtcLoss.Run(scaled, scorer.Classes, rows[index].Text, [], new float[scaled.Length]);
            });
            return losses.Where(double.IsFinite).Average();
        }
    }
}
