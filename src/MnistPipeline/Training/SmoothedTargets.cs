using MnistPipeline.Engines;

namespace MnistPipeline.Training;

/// <summary>What the softmax of each digit should be where labels are smoothed (Szegedy et al. 2016).</summary>
/// <param name="classes">The number of classes.</param>
/// <param name="smoothing">The share of each class's target that goes to all classes alike.</param>
internal sealed class SmoothedTargets(int classes, float smoothing)
{
    private float[] _targets = [];

    /// <summary>The mean entropy of the last targets in nats, which no cross-entropy with them is below.</summary>
    public float MeanEntropy { get; private set; }

    /// <summary>The entropy of a class's target in nats.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="smoothing">The share that goes to all of them: 0 to below 1.</param>
    public static double Entropy(int classes, float smoothing)
    {
        if (smoothing == 0)
        {
            return 0;
        }

        double others = smoothing / classes;
        var own = others + 1 - smoothing;
        return -own * Math.Log(own) - (classes - 1) * others * Math.Log(others);
    }

    /// <summary>The targets of a batch, valid until the next call.</summary>
    /// <param name="labels">The class of each digit, or <see cref="EngineInput.NoClass"/>, which has the same share at all classes.</param>
    /// <returns>[digit, class]</returns>
    public ReadOnlySpan<float> Of(ReadOnlySpan<int> labels)
    {
        if (_targets.Length < labels.Length * classes)
        {
            _targets = new float[labels.Length * classes];
        }

        var targets = _targets.AsSpan(0, labels.Length * classes);
        targets.Fill(smoothing / classes);
        var noClasses = 0;
        for (var digit = 0; digit < labels.Length; digit++)
        {
            if (labels[digit] == EngineInput.NoClass)
            {
                targets.Slice(digit * classes, classes).Fill(1f / classes);
                noClasses++;
            }
            else
            {
                targets[digit * classes + labels[digit]] += 1 - smoothing;
            }
        }

        MeanEntropy = (float)((noClasses * Math.Log(classes) + (labels.Length - noClasses) * Entropy(classes, smoothing)) / labels.Length);
        return targets;
    }
}
