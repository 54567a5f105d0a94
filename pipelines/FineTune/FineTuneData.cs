using MnistPipeline.Data;
using MnistPipeline.Model;

namespace MnistPipeline.Stages.FineTune;

/// <summary>The zip to go on from, the new digits, and those that it learned from.</summary>
/// <param name="Model">The network of the zip.</param>
/// <param name="New">The new digits.</param>
/// <param name="Old">The digits of the earlier training; null where they are not there.</param>
/// <param name="OldPaths">Where those come from.</param>
internal sealed record FineTuneData(TrainedModel Model, DigitParts New, DigitParts? Old, IReadOnlyList<string> OldPaths)
{
    /// <summary>Reads all of it.</summary>
    /// <param name="options">Where it lies.</param>
    /// <param name="dataOptions">How to go about digits that are not as they should be.</param>
    /// <exception cref="BadInputException">The zip is none of this library's that pictures or pixels of 0 to 255 are given, or data cannot be read.</exception>
    public static FineTuneData Open(FineTuneOptions options, DigitSourceOptions dataOptions)
    {
        var model = ModelFile.Load(options.Model!);
        if (model.Input == DigitInput.UnitPixels)
        {
            throw new BadInputException(
                $"{options.Model} takes pixels from 0 to 1, which only the program that made it can give: fine-tune it there, by LeNet5Options.InitialModel.");
        }

        if (model.Input.IsOfStrings())
        {
            throw new BadInputException($"{options.Model} reads strings of digits, and single ones are learned here: give the model.zip of a training of those.");
        }

        var digits = DigitSource.Open(options.Data!, options.Seed, options.TestDigits, dataOptions);
        var paths = options.OldData ?? ModelData.Find(options.Model!, model.Metadata);
        if (paths.Count == 0)
        {
            return new FineTuneData(model, digits, null, paths);
        }

        // With the seed of the earlier training its test digits are those that it did not learn from.
        DigitParts[] parts = [.. paths.Select(path => DigitSource.Open(path, model.Metadata.Metrics.Seed ?? options.Seed, options: dataOptions))];
        var old = new DigitParts(
            DigitSet.Concat([.. parts.Select(part => part.Train)]), DigitSet.Concat([.. parts.Select(part => part.Test)]), parts.Any(part => part.TestIsHeldOut));
        return new FineTuneData(model, digits, old, paths);
    }

    /// <summary>The column that the zip reads, so that the new one reads the same.</summary>
    public string FeatureColumn => Model.Input == DigitInput.Picture ? "Image" : "Pixels";

    /// <summary>What the new zip is to name: all that it has learned from and has not let go.</summary>
    /// <param name="newPath">The path of the new digits.</param>
    /// <param name="replays">Whether the old ones are replayed.</param>
    public string DataName(string newPath, bool replays) =>
        ModelData.Names(replays ? [.. OldPaths, newPath] : [newPath]);
}
