#:project ../src/MnistPipeline/MnistPipeline.csproj
#:property PublishAot=false

// Trains LeNet-5 on MNIST and saves a zip that any ML.NET program loads:
//
//     dotnet run train.cs
//     dotnet run train.cs -- MODEL.zip EPOCHS

using Microsoft.ML;
using MnistPipeline;
using MnistPipeline.Data;

// Paths start from this file's folder, wherever the command is given.
string here = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
string zip = args.ElementAtOrDefault(0) ?? Path.Combine(here, "runs", "train", "model.zip");
if (!int.TryParse(args.ElementAtOrDefault(1) ?? "12", out int epochs) || epochs < 1)
{
    Console.Error.WriteLine($"{args[1]} is no number of epochs: give one from 1 up, such as 12.");
    return 2;
}

// The network learns from the training digits. The test digits are put away until it has.
DigitParts digits = DigitSource.Open(Path.Combine(here, "..", "data", "mnist"), seed: 1);

// LeNet5 is one more trainer in ML.NET's own catalog. Of the training digits it holds back a few, the validation split,
// and keeps the epoch that read those best. Labels come as keys, and MapKeyToValue makes names of the keys that it answers.
var mlContext = new MLContext();
var pipeline = mlContext.MulticlassClassification.Trainers
    .LeNet5(new LeNet5Options
    {
        Epochs = epochs,
        Seed = 1,
        MetricsCallback = epoch => Console.WriteLine($"epoch {epoch.Epoch,2}  {epoch.ValidationAccuracy:P2} of the validation digits are read right"),
    })
    .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
using var model = pipeline.Fit(digits.Train.ToDataView());

// Now, once, the test digits: what the network is worth on digits that had no part in it.
var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(digits.Test.ToDataView()));
Console.WriteLine($"test      {metrics.MicroAccuracy:P2} of {digits.Test.Count:N0} test digits");

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(zip))!);
mlContext.Model.Save(model, null, zip);
Console.WriteLine($"{Path.GetRelativePath(".", zip)} is the model. read.cs reads pictures with it, fine-tune.cs teaches it another handwriting.");
return 0;
