using System.Numerics.Tensors;
using MnistPipeline.Data;
using MnistPipeline.Engines;

namespace MnistPipeline.Training;

/// <summary>Scores an engine on the validation digits, with one buffer for all epochs.</summary>
internal sealed class Validator
{
    private const int ChunkSize = 1000;

    private readonly DigitSet _digits;
    private readonly float[] _logits;
    private readonly float _smoothing;
    private readonly double _entropy;

    /// <summary>A validator.</summary>
    /// <param name="validation">The digits that choose.</param>
    /// <param name="smoothing">The <see cref="TrainingOptions.LabelSmoothing"/>, so that the loss is what training's is.</param>
    /// <exception cref="BadInputException">There are no digits.</exception>
    public Validator(DigitsAsRead validation, float smoothing)
    {
        var digits = validation.Digits;
        if (digits.Count == 0)
        {
            throw new BadInputException($"'{digits.Name}' holds no digits to validate on: hold out some of every class.");
        }

        _digits = digits;
        _smoothing = smoothing;
        _entropy = SmoothedTargets.Entropy(digits.Classes.Count, smoothing);
        _logits = new float[Math.Min(ChunkSize, digits.Count) * digits.Classes.Count];
    }

    /// <summary>The mean softmax cross-entropy in nats, above the entropy of smoothed labels, and the share read right.</summary>
    public (double Loss, double Accuracy) Score(IEngine engine)
    {
        var classes = _digits.Classes.Count;
        var loss = 0.0;
        var right = 0;
        for (var start = 0; start < _digits.Count; start += ChunkSize)
        {
            var count = Math.Min(ChunkSize, _digits.Count - start);
            var images = _digits.Pixels.AsSpan(start * Digit.Pixels, count * Digit.Pixels);
            engine.ComputeLogits(images, _logits.AsSpan(0, count * classes));
            for (var position = 0; position < count; position++)
            {
                var logits = _logits.AsSpan(position * classes, classes);
                var label = _digits.Labels[start + position];
                loss += CrossEntropy(logits, label);
                right += TensorPrimitives.IndexOfMax(logits) == label ? 1 : 0;
            }
        }

        return (loss / _digits.Count - _entropy, (double)right / _digits.Count);
    }

    private double CrossEntropy(ReadOnlySpan<float> logits, int label)
    {
        // The largest logit is taken off, so that no exponential overflows.
        double largest = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        var target = (1 - _smoothing) * (double)logits[label] + _smoothing * (double)TensorPrimitives.Average(logits);
        return largest + Math.Log(sum) - target;
    }
}
