using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Plots;
using MnistPipeline.Training;

namespace MnistPipeline.Stages;

/// <summary>The page of a run that shows its network at work.</summary>
internal static class NetworkPageFile
{
    /// <summary>Its name.</summary>
    public const string Name = "network.html";

    /// <summary>Writes it; a run is done without it as well, so what keeps it from being written is said and no more.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">Its network.</param>
    /// <param name="test">Digits that it did not learn from.</param>
    /// <param name="report">How it reads them.</param>
    /// <param name="console">Where to say it.</param>
    public static void Write(RunFolder run, TrainedModel model, DigitSet test, ClassificationReport report, StageConsole console)
    {
        try
        {
            var page = NetworkPage.Html(model, test, report);
            AtomicFile.Write(run.PathOf(Name), stream => stream.Write(page));
        }
        catch (BadInputException problem)
        {
            console.WriteError($"There is no {Name}: {problem.Message}");
        }
    }
}
