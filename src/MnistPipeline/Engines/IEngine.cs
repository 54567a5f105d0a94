using MnistPipeline.Model;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Engines;

/// <summary>What computes LeNet-5: it takes training steps and scores digits. It knows tensors and the network's shape, and nothing of files, ML.NET or the console.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>The engine and what it runs on, for people: <c>cpu, 2 threads, 512-bit vectors</c>.</summary>
    string Description { get; }

    /// <summary>The network's shape.</summary>
    LeNet5Architecture Architecture { get; }

    /// <summary>Takes one training step on a batch: forward, backward, update.</summary>
    /// <param name="images">784 bytes an image, 0 background, 255 ink.</param>
    /// <param name="labels">The class of each image, or <see cref="EngineInput.NoClass"/>.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <returns>The mean softmax cross-entropy of the batch before the update, in nats, which of an image of no class is how far the softmax is from uniform (Kullback and Leibler); not a number if the training has diverged.</returns>
    float TrainStep(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, float learningRate);

    /// <summary>Takes one training step on a batch whose images have shares of the classes as their targets, as a loss over several images hands them out.</summary>
    /// <param name="images">784 bytes an image, 0 background, 255 ink.</param>
    /// <param name="targets">[image, class]: what the softmax of each image should be; each image's add up to 1.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <returns>The mean cross-entropy of the batch before the update, in nats: -target times log softmax, summed over the classes.</returns>
    float TrainStepTowards(ReadOnlySpan<byte> images, ReadOnlySpan<float> targets, float learningRate);

    /// <summary>The losses of the last training step's images, of which it gave the mean.</summary>
    /// <param name="losses">Receives one for each image.</param>
    void CopyLosses(Span<float> losses);

    /// <summary>Scores images with the averaged parameters where there are some, else with the trained ones.</summary>
    /// <param name="images">784 bytes an image, 0 background, 255 ink; any number of images.</param>
    /// <param name="logits">Receives one logit a class for each image, image after image.</param>
    void ComputeLogits(ReadOnlySpan<byte> images, Span<float> logits);

    /// <summary>Scores the windows along rows of digits with the parameters that score images.</summary>
    /// <param name="rows">One row after another, each 28 lines of its columns.</param>
    /// <param name="columns">The columns of each row, at least 28.</param>
    /// <param name="logits">Receives one logit a class for each window, row after row.</param>
    void ComputeRowLogits(ReadOnlySpan<byte> rows, ReadOnlySpan<int> columns, Span<float> logits)
    {
        EngineInput.ThrowUnlessRows(rows, columns, logits, Architecture);
        foreach (var length in columns)
        {
            var windows = new byte[RowWindows.Count(length) * Digit.Pixels];
            RowWindows.Cut(rows, length, windows);
            ComputeLogits(windows, logits[..(RowWindows.Count(length) * Architecture.Classes)]);
            rows = rows[(Digit.Size * length)..];
            logits = logits[(RowWindows.Count(length) * Architecture.Classes)..];
        }
    }

    /// <summary>A copy of all that the engine has learned.</summary>
    EngineState CaptureState();

    /// <summary>Goes on from a state that an engine with the same architecture and optimizer has captured.</summary>
    void RestoreState(EngineState state);
}

/// <summary>Makes an engine that starts from the given parameters.</summary>
/// <param name="initial">The parameters before the first step; the engine copies them.</param>
/// <param name="optimizer">How it updates them.</param>
/// <param name="threads">The number of threads to compute with, 1 or more; the results depend on it in their last bits at most.</param>
internal delegate IEngine EngineFactory(LeNet5Parameters initial, OptimizerOptions optimizer, int threads);
