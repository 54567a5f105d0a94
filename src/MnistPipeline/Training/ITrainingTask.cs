using System.Security.Cryptography;
using MnistPipeline.Engines;

namespace MnistPipeline.Training;

/// <summary>What a training teaches, and what judges its epochs.</summary>
internal interface ITrainingTask
{
    /// <summary>The number of the network's outputs.</summary>
    int Classes { get; }

    /// <summary>The digits, or strings of digits, that an epoch shows.</summary>
    int Count { get; }

    /// <summary>The steps of all epochs from one on.</summary>
    /// <param name="firstEpoch">The epoch, from 1.</param>
    /// <param name="losses">The <see cref="ITrainingSteps.Losses"/> after the epoch before; empty for the first.</param>
    /// <exception cref="BadInputException">The losses are of another task.</exception>
    ITrainingSteps Begin(int firstEpoch, ReadOnlySpan<float> losses);

    /// <summary>The mean loss over what validates, in nats, and the share of it read right.</summary>
    (double Loss, double Accuracy) Validate(IEngine engine);

    /// <summary>Adds all that is learned from and all that validates to a hash.</summary>
    void AppendTo(IncrementalHash hash);
}

/// <summary>The steps of a training, one after the other.</summary>
internal interface ITrainingSteps
{
    /// <summary>The loss that each digit had when it was last shown, if the choice of those that later epochs show depends on it; else empty.</summary>
    ReadOnlySpan<float> Losses { get; }

    /// <summary>Takes the next step.</summary>
    /// <returns>How many digits, or strings, it showed, and their mean loss before the update; not a number if the training has diverged.</returns>
    (int Count, float Loss) Take(IEngine engine, float learningRate);
}
