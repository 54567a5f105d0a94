using Microsoft.ML;
using MnistPipeline;
using MnistPipeline.Data;
using MnistPipeline.DefaultModel;
using MnistPipeline.Stages;

var program = new StageProgram(
    $"Trains the network that the library brings along and writes it where the library embeds it: {DefaultModelFile.Path}.",
    "dotnet run -c Release --project tests/MnistPipeline.DefaultModel");
return program.Run(args, (_, console, cancellationToken) =>
{
    var options = new LeNet5Options
    {
        Seed = DefaultModelFile.Seed,
        MetricsCallback = epoch => console.Training.ShowEpoch(
            epoch.Epoch, epoch.Epochs, epoch.TrainLoss, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.ImagesPerSecond, epoch.IsBest),
        CancellationToken = cancellationToken,
    };
    var digits = DigitSource.OpenTraining(StagePaths.FromRoot("data/mnist"), options.Seed).Train;
    using var model = new MLContext().MulticlassClassification.Trainers.LeNet5(options).Train(digits.ToDataView());

    // Half trained, it stays what it was.
    cancellationToken.ThrowIfCancellationRequested();
    AtomicFile.Write(StagePaths.FromRoot(DefaultModelFile.Path), stream => stream.Write(DefaultModelFile.Of(model.Network)));
    console.WriteResult($"{DefaultModelFile.Path}: {TrainingRun.Line(model.Validation)}");
});
