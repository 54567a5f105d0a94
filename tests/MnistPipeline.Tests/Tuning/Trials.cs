using MnistPipeline.Tests.Training;
using MnistPipeline.Training;
using MnistPipeline.Tuning;

namespace MnistPipeline.Tests.Tuning;

/// <summary>Trials that nobody trained.</summary>
internal static class Trials
{
    /// <summary>A trial that has come to some epochs, all as accurate as the first.</summary>
    public static Trial Of(int number, int epochs, double accuracy, int parameters = 1, TrialState state = TrialState.Paused) => new()
    {
        Number = number,
        Options = new TrainingOptions(),
        Parameters = parameters,
        MultiplyAdds = 10 * parameters,
        State = state,
        History = [.. Enumerable.Range(1, epochs).Select(epoch => Epochs.Of(epoch, accuracy))],
    };
}
