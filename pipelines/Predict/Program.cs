using System.CommandLine;
using MnistPipeline;
using MnistPipeline.Stages;
using MnistPipeline.Stages.Predict;

var program = new StageProgram(
    "Reads pictures of one digit each, or with --string of a whole number: PNG, JPEG, BMP, GIF or WebP of any size and colours, dark on light or light on dark, or the rows of CSV and IDX files. A line a picture has the digit, or - where there is none, its confidence and the runner-up.",
    "dotnet run -c Release --project pipelines/Predict -- --model runs/train/model.zip --reject 0.99 scans 'more/*.png'")
{
    JsonDescription = "Write an array to standard output, with an object a picture on a line of its own: path, digit, confidence, guess, runnerUp, runnerUpConfidence, rejected; with --string, text in place of digit, and digits with their boxes.",
};
var filesArgument = program.Add(new Argument<string[]>("FILE")
{
    Description = "Pictures, folders (with all folders below), patterns such as 'scans/**/*.png', or - for a picture on standard input.",
    Arity = ArgumentArity.ZeroOrMore,
});
var modelOption = program.Add(StageOptions.Model("the newest runs/train*/model.zip, with --string runs/strings*/model.zip, or the network that the library brings along"));
var rejectOption = program.Add(StageOptions.Number("--reject", "Write ? for what is less confident than this (0 to 1), for a person to read.", "0, nothing"));
var outputs = new OutputArguments(program);
var strings = new StringArguments(program);
return program.Run(args, Predict);

int Predict(ParseResult options, StageConsole console, CancellationToken cancellationToken)
{
    var output = outputs.Parse(options, console.IsJson);
    var minConfidence = options.GetValue(rejectOption) ?? 0;
    if (minConfidence is < 0 or > 1)
    {
        throw new BadInputException($"--reject is {minConfidence}: give a confidence from 0 to 1.");
    }

    var files = options.GetValue(filesArgument) ?? [];
    if (files.Length == 0)
    {
        throw new BadInputException("No FILE is given: name pictures, folders, patterns, or - for standard input.");
    }

    if (output.IsDone)
    {
        console.WriteProgress($"{output.File} is done.");
        return ExitCodes.Done;
    }

    var pictures = PictureArguments.Find(files, output.Shard, console.DataOptions(skipsUnreadable: false, cancellationToken));
    if (output is { Joins: true, File: { } joined })
    {
        var count = ShardFiles.Join(pictures.Pictures, joined, output.Form, strings.ReadsStrings(options) ? StringResult.CsvHeader : Answer.CsvHeader, cancellationToken);
        console.WriteProgress($"{joined} has {count:N0} answers.");
        return ExitCodes.Done;
    }

    using var reader = Open();
    return new Reading(reader, output, console).Run(pictures, cancellationToken);

    PictureReader Open()
    {
        var readsStrings = strings.ReadsStrings(options);
        var model = options.GetValue(modelOption) ?? (readsStrings ? StagePaths.FindNewestStringModel() : StagePaths.FindNewestModel());
        if (model is null)
        {
            console.WriteProgress("There is no run: read with the network that the library brings along.");
        }

        return readsStrings
            ? PictureReader.OfStrings(model is null ? DigitStringReader.Default : DigitStringReader.Open(model), strings.Options(options), minConfidence, strings.Annotation(options))
            : PictureReader.OfDigits(model is null ? DigitReader.Default : DigitReader.Open(model), minConfidence);
    }
}
