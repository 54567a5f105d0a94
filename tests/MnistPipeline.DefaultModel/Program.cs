using Microsoft.ML;
using MnistPipeline;
using MnistPipeline.Data;
using MnistPipeline.DefaultModel;
using MnistPipeline.Model;
using MnistPipeline.Stages;

var program = new StageProgram(
    $"Trains the network that the library brings along and writes it where the library embeds it: {DefaultModelFile.Path}. With --strings it embeds a network for strings instead, which Train has trained: {StringsModelFile.Path}.",
    "dotnet run -c Release --project tests/MnistPipeline.DefaultModel -- --strings runs/strings/model.zip");
var stringsOption = program.Add(StageOptions.Path("--strings", "A model of 'Train --strings --seed 1' to embed.", "none, a network for single digits is trained"));
return program.Run(args, (parsed, console, cancellationToken) =>
{
    if (parsed.GetValue(stringsOption) is { } trained)
    {
        AtomicFile.Write(StagePaths.FromRoot(StringsModelFile.Path), stream => stream.Write(StringsModelFile.Of(ModelFile.Load(trained))));
        console.WriteResult($"{StringsModelFile.Path} is the network of {trained}.");
        return;
    }

    var options = new LeNet5Options
    {
        Seed = DefaultModelFile.Seed,
        MetricsCallback = console.Training.ShowEpoch,
        CancellationToken = cancellationToken,
    };
    var digits = DigitSource.OpenTraining(StagePaths.FromRoot("data/mnist"), options.Seed).Train;
    using var model = new MLContext().MulticlassClassification.Trainers.LeNet5(options).Train(digits.ToDataView());

    // Half trained, it stays what it was.
    cancellationToken.ThrowIfCancellationRequested();
    AtomicFile.Write(StagePaths.FromRoot(DefaultModelFile.Path), stream => stream.Write(DefaultModelFile.Of(model.Network)));
    console.WriteResult($"{DefaultModelFile.Path}: {TrainingRun.Line(model.Validation)}");
});
