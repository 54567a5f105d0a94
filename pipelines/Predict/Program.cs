using System.CommandLine;
using System.Diagnostics;
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
var csvOption = program.Add(new Option<bool>("--csv") { Description = "Write CSV with a header: the columns are the members of --json." });
var strings = new StringArguments(program);
var submissionOption = program.Add(new Option<bool>("--submission") { Description = "Write the form of Kaggle's digit recognizer: ImageId,Label, with the likeliest digit of each picture." });
return program.Run(args, Predict);

int Predict(ParseResult options, StageConsole console, CancellationToken cancellationToken)
{
    var form = options.GetValue(submissionOption) ? AnswerForm.Submission : options.GetValue(csvOption) ? AnswerForm.Csv : AnswerForm.Text;
    if ((options.GetValue(csvOption) ? 1 : 0) + (options.GetValue(submissionOption) ? 1 : 0) + (console.IsJson ? 1 : 0) > 1)
    {
        throw new BadInputException("--csv, --submission and --json are forms of the same output: give one of them.");
    }

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

    using var reader = Open();
    var clock = Stopwatch.StartNew();
    var (pictures, withoutDigit, rejected, unread) = (0, 0, 0, 0);
    using (var writer = new AnswerWriter(console, form, reader.CsvHeader))
    {
        // All cores read, and the answers come out in the order of the pictures.
        var answers = PictureArguments.Pictures(files, console.DataOptions(skipsUnreadable: false, cancellationToken))
            .AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancellationToken)
            .Select(picture => reader.Read(picture, cancellationToken));
        foreach (var answer in answers)
        {
            if (answer.Problem is not null)
            {
                console.WriteError(answer.Problem);
                unread++;
                continue;
            }

            writer.Write(answer);
            pictures++;
            withoutDigit += answer.ShowsDigits ? 0 : 1;
            rejected += answer.IsRejected ? 1 : 0;
        }
    }

    if (pictures > 1)
    {
        console.WriteProgress($"{pictures:N0} pictures read, {withoutDigit:N0} without a digit, {rejected:N0} rejected, {unread:N0} not readable; {pictures / clock.Elapsed.TotalSeconds:N0} pictures/s");
    }

    return unread > 0 ? ExitCodes.BadInput : ExitCodes.Done;

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
