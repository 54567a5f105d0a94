using System.CommandLine;
using System.Runtime.InteropServices;
using MnistPipeline;
using MnistPipeline.Conditions;
using MnistPipeline.Conditions.Strings;
using MnistPipeline.Data;
using MnistPipeline.Stages;
using MnistPipeline.Training;
using SkiaSharp;

var program = new StageProgram(
    "Reads MNIST's test digits in the conditions in which people hand digits in, and pictures of no digit; or strings of digits; or trains a recipe seed after seed. The table tells how many were read right, "
    + "how many accepted at the model's own confidence, and how many of those were wrong; ! stands where a figure is missed.",
    "dotnet run -c Release --project tests/MnistPipeline.Conditions -- --model runs/train/model.zip --digits 300");
var modelOption = program.Add(StageOptions.Model("the newest runs/train*/model.zip, or with --strings the newest runs/strings*/model.zip"));
var stringsOption = program.Add(new Option<bool>("--strings") { Description = "Reads strings of digits on paper, in boxes and on forms, of MNIST's test digits and of Semeion's." });
var digitsOption = program.Add(new Option<int>("--digits") { Description = "How many digits are read in each condition.", DefaultValueFactory = _ => 300 });
var picturesOption = program.Add(new Option<string?>("--pictures") { Description = "A folder for the first picture of each condition. [default: none]" });
var recipeOption = program.Add(StageOptions.Choice("--recipe", "Trains it with seeds from 1 on, and tells how many of MNIST's validation and test digits it reads, and how long it trains.", "none", [.. Recipes.Names.Where(name => name != "strings")]));
var seedsOption = program.Add(new Option<int>("--seeds") { Description = "How many seeds.", DefaultValueFactory = _ => 5 });
return program.Run(args, Read);

int Read(ParseResult options, StageConsole console, CancellationToken cancellationToken)
{
    const double MaxWrong = 0.01;
    const double MinAccepted = 0.85;
    var count = options.GetValue(digitsOption);
    if (count is < 1 or > 10_000)
    {
        throw new BadInputException($"--digits is {count:N0}: give 1 to 10,000.");
    }

    if (options.GetValue(recipeOption) is { } recipe)
    {
        RecipeAccuracy.Print(recipe, Math.Max(1, options.GetValue(seedsOption)), cancellationToken);
        return ExitCodes.Done;
    }

    if (options.GetValue(stringsOption))
    {
        using var stringReader = DigitStringReader.Open(options.GetValue(modelOption) ?? StagePaths.NewestStringModel());
        Console.WriteLine($"accepted from {stringReader.RejectBelow:F4} on");
        StringTable.Write(stringReader, DigitSource.Open(StagePaths.FromRoot("data/mnist"), seed: 0).Test, count, isKnownHand: true, cancellationToken);
        StringTable.Write(stringReader, DigitSource.Open(StagePaths.FromRoot("data/semeion"), seed: 0).Train, count, isKnownHand: false, cancellationToken);
        StringTable.WriteTime(stringReader, DigitSource.Open(StagePaths.FromRoot("data/mnist"), seed: 0).Test);
        return ExitCodes.Done;
    }

    using var reader = DigitReader.Open(options.GetValue(modelOption) ?? StagePaths.NewestModel());
    var test = DigitSource.Open(StagePaths.FromRoot("data/mnist"), seed: 0).Test;
    var digits = test.Select(test.Name, [.. Enumerable.Range(0, count)]);
    if (options.GetValue(picturesOption) is { } folder)
    {
        Save(folder, digits);
    }

    Console.WriteLine($"{$"{count:N0} test digits, accepted from {reader.RejectBelow:F4} on",-46}{"read right",12}{"accepted",12}{"wrong of these",16}");
    Condition[] conditions = [.. Surroundings.Clean, .. Surroundings.Spoilt, .. Pens.All];
    var sum = default(Measured);
    foreach (var condition in conditions)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var measured = Measured.Of(reader, condition, digits);
        sum += measured;
        Write(
            condition.Name,
            Cell(measured.RightShare, measured.RightShare < condition.ReadRight),
            Cell(measured.AcceptedShare, condition.ReadRight >= 0.97 && measured.AcceptedShare < MinAccepted),
            Cell(measured.WrongShare, measured.WrongShare > MaxWrong));
    }

    Write("all", Cell(sum.RightShare, false), Cell(sum.AcceptedShare, false), Cell(sum.WrongShare, false));
    Console.WriteLine();
    Console.WriteLine($"{$"{count:N0} pictures without a digit",-46}{"",12}{"accepted",12}");
    foreach (var kind in NoDigits.All)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var measured = Measured.Of(reader, kind, count);
        Write(kind.Name, "", Cell(measured.AcceptedShare, measured.AcceptedShare > kind.Accepted), "");
    }

    return ExitCodes.Done;
}

static void Write(string name, string right, string accepted, string wrong) => Console.WriteLine($"{name,-46}{right,12}{accepted,12}{wrong,16}");

static string Cell(double share, bool isMissed) => $"{(isMissed ? "! " : "")}{100 * share:F1} %";

static void Save(string folder, DigitSet digits)
{
    Directory.CreateDirectory(folder);
    var pictures = new[] { Surroundings.Clean, Surroundings.Spoilt, Pens.All }.SelectMany(conditions => conditions)
        .Select(condition => (condition.Name, Picture: condition.Make(digits.PixelsOf(0).ToArray(), new Random(0))))
        .Concat(NoDigits.All.Select(kind => (kind.Name, Picture: kind.Make(new Random(0)))));
    foreach (var (name, picture) in pictures)
    {
        using (picture)
        {
            using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
            Marshal.Copy(picture.Pixels.ToArray(), 0, bitmap.GetPixels(), picture.Pixels.Length);
            using var file = File.Create(Path.Combine(folder, $"{name}.png"));
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }
}
