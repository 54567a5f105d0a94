using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Training;

namespace MnistPipeline.Tuning;

/// <summary>What a search starts from.</summary>
/// <param name="Digits">The digits to train on.</param>
/// <param name="Validation">The digits that choose.</param>
/// <param name="Options">What the points are laid over; its threads tell how many trials train side by side.</param>
/// <param name="CreateEngine">Makes what computes a trial.</param>
/// <param name="RunFolder">Gets a folder for each trial; null for none.</param>
/// <param name="Cancellation">Ends the search.</param>
internal sealed record SearchStart(
    TrainingDigits Digits, DigitsAsRead Validation, TrainingOptions Options, EngineFactory CreateEngine, string? RunFolder, CancellationToken Cancellation);
