#:project ../src/MnistPipeline/MnistPipeline.csproj
#:property PublishAot=false

// Teaches the zip of train.cs the handwriting of eighty Italians, from a thousand digits, without forgetting MNIST:
//
//     dotnet run fine-tune.cs
//     dotnet run fine-tune.cs -- MODEL.zip NEW.zip

using Microsoft.ML;
using MnistPipeline;
using MnistPipeline.Data;
using MnistPipeline.Model;
using MnistPipeline.Training;

string here = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
string zip = args.ElementAtOrDefault(0) ?? Path.Combine(here, "runs", "train", "model.zip");
string newZip = args.ElementAtOrDefault(1) ?? Path.Combine(here, "runs", "fine-tune", "model.zip");
TrainedModel network;
try
{
    network = ModelFile.Load(zip);
}
catch (BadInputException error)
{
    // What the user can mend, such as a zip that is not there, comes as one sentence.
    Console.Error.WriteLine(error.Message);
    return 2;
}

DigitParts american = DigitSource.Open(Path.Combine(here, "..", "data", "mnist"), seed: 1);
DigitParts italian = DigitSource.Open(Path.Combine(here, "..", "data", "semeion"), seed: 1, testDigits: 593);

// Fine-tuning goes on from the zip's weights, at a lower rate and for a few epochs. A network that saw Italian digits alone
// would forget the American ones, so each epoch also replays some of those.
var mlContext = new MLContext();
var pipeline = mlContext.MulticlassClassification.Trainers
    .LeNet5(new LeNet5Options(TrainingOptions.FineTuning)
    {
        Seed = 1,
        InitialModel = network,
        ReplaySet = american.Train.ToDataView(),
    })
    .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
using var model = pipeline.Fit(italian.Train.ToDataView());

// The new zip takes the old one's place in any program: same columns, same classes.
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(newZip))!);
mlContext.Model.Save(model, null, newZip);

// Both test splits, read by both zips. None of these digits had a part in either training.
Console.WriteLine("test digits read right   Semeion    MNIST");
foreach (var (name, file) in new[] { ("before", zip), ("after", newZip) })
{
    Console.WriteLine($"{name,-22}  {ShareRead(file, italian.Test),8:P2} {ShareRead(file, american.Test),8:P2}");
}

Console.WriteLine($"{Path.GetRelativePath(".", newZip)} is the new model.");
return 0;

static double ShareRead(string zip, DigitSet digits)
{
    using var reader = DigitReader.Open(zip);
    return Enumerable.Range(0, digits.Count).Average(index =>
    {
        using var picture = digits.OpenPicture(index);
        return reader.Read(picture).Digit == digits.Classes[digits.Labels[index]] ? 1.0 : 0.0;
    });
}
