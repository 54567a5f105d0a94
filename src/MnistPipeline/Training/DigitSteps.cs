using System.Numerics.Tensors;
using MnistPipeline.Engines;
using MnistPipeline.Training.Teaching;

namespace MnistPipeline.Training;

/// <summary>Steps on single digits.</summary>
/// <param name="loader">The batches of all epochs.</param>
/// <param name="smoothed">What each digit's softmax should be; null for its class alone.</param>
/// <param name="taught">What it should be in its place where teachers say it; null where there are none.</param>
/// <param name="lastLosses">Receives the loss of each digit that has one when it is shown; empty for none. The loader's batches depend on it.</param>
internal sealed class DigitSteps(BatchLoader<Batch> loader, SmoothedTargets? smoothed, TeacherTargets? taught, float[] lastLosses) : ITrainingSteps
{
    private float[] _losses = [];

    /// <inheritdoc/>
    public ReadOnlySpan<float> Losses => lastLosses;

    /// <inheritdoc/>
    public (int Count, float Loss) Take(IEngine engine, float learningRate)
    {
        var batch = loader.Take();
        var count = batch.Count;
        var loss = (taught, smoothed) switch
        {
            (not null, _) => engine.TrainStepTowards(batch.Images, taught.Of(batch), learningRate) - taught.MeanEntropy,
            (_, not null) => engine.TrainStepTowards(batch.Images, smoothed.Of(batch.Labels), learningRate) - smoothed.MeanEntropy,
            _ => engine.TrainStep(batch.Images, batch.Labels, learningRate),
        };
        if (lastLosses.Length > 0)
        {
            Remember(engine, batch.Places);
        }

        return (count, loss);
    }

    private void Remember(IEngine engine, ReadOnlySpan<int> places)
    {
        if (_losses.Length < places.Length)
        {
            _losses = new float[places.Length];
        }

        var losses = _losses.AsSpan(0, places.Length);
        engine.CopyLosses(losses);
        if (taught is not null)
        {
            // A digit that teachers are not sure of has a large loss however well it is learned.
            TensorPrimitives.Subtract(losses, taught.Entropies, losses);
        }

        for (var image = 0; image < places.Length; image++)
        {
            if (places[image] < lastLosses.Length)
            {
                lastLosses[places[image]] = losses[image];
            }
        }
    }
}
