using MnistPipeline.Model;
using MnistPipeline.Model.Strings;
using MnistPipeline.Reading.Rows;

namespace MnistPipeline.Engines.Cpu.Rows;

/// <summary>What a row of digits may say. A row of which one look is not sure is looked at again, narrower and wider, and digit by digit: a form of this hand, or a touch, is often clearer so.</summary>
/// <param name="scorer">The network.</param>
/// <param name="temperature">What its outputs are divided by.</param>
internal sealed class RowTexts(CpuScorer scorer, double temperature)
{
    // A reading that is as sure as this is not looked at again.
    private const double SureFrom = 0.93;

    private static readonly double[] OtherWidths = [0.88, 1.13];

    /// <summary>The readings of a row.</summary>
    /// <param name="row">28 rows.</param>
    /// <param name="columns">The row's columns, at least 28.</param>
    /// <param name="minLength">The fewest digits of a text.</param>
    /// <param name="maxLength">The most.</param>
    /// <param name="isAllowed">Whether a text of a right length may stand there; null for any.</param>
    /// <param name="list">The texts that may stand there; null for any.</param>
    /// <returns>The network's outputs after the temperature: [step, class], and the readings.</returns>
    public (float[] Logits, RankedTexts Texts) Read(byte[] row, int columns, int minLength, int maxLength, Func<int[], bool>? isAllowed, DigitTree? list = null)
    {
        var (logits, texts) = Look(row, columns);
        if (texts.Readings.Count == 0 || texts.Confidence(0) >= SureFrom)
        {
            return (logits, texts);
        }

        var looks = new List<(float[] Logits, RankedTexts Texts)>(OtherWidths.Length);
        foreach (var width in OtherWidths)
        {
            var (pixels, stretched) = RowStretch.Run(row, columns, width);
            var look = Look(pixels, stretched);
            if (look.Texts.Readings.Count > 0)
            {
                looks.Add(look);
            }
        }

        var ranked = texts.After(looks, scorer.Classes);
        var places = ranked.Readings.Select(reading => StringAlignment.Columns(logits, scorer.Classes, reading.Text, columns)).ToList();
        var digits = new LoneDigits(scorer, temperature, row, columns, places.SelectMany(place => place));
        return (logits, ranked.AfterDigits([.. ranked.Readings.Zip(places, (reading, place) => digits.LogOf(reading.Text, place))]));

        (float[] Logits, RankedTexts Texts) Look(ReadOnlySpan<byte> pixels, int pixelColumns)
        {
            var outputs = TemperatureScaling.Scaled(scorer.RowLogits(pixels, pixelColumns), temperature);
            return (outputs, RankedTexts.Of(outputs, scorer.Classes, minLength, maxLength, isAllowed, list));
        }
    }
}
