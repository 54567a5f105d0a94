using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;

namespace MnistPipeline.Training.Teaching;

/// <summary>What the softmax of each digit should be where other networks teach: the mean of theirs (Hinton, Vinyals, Dean 2015).</summary>
internal sealed class TeacherTargets : IDisposable
{
    // Digits that a thread scores at a time: a block of the engine.
    private const int Part = 16;

    // Those who were taught smoothed labels are less sure than they are right.
    private const double Temperature = 0.5;

    private readonly IReadOnlyList<LeNet5Parameters> _teachers;
    private readonly CpuScorer[] _scorers;
    private readonly int _classes;
    private readonly int _threads;
    private float[] _targets = [];
    private float[] _entropies = [];
    private int _count;

    /// <summary>The targets of teachers.</summary>
    /// <param name="teachers">Trained networks of the same classes, at least one.</param>
    /// <param name="threads">The threads to score with.</param>
    public TeacherTargets(IReadOnlyList<LeNet5Parameters> teachers, int threads)
    {
        (_teachers, _threads) = (teachers, threads);
        _scorers = [.. teachers.Select(teacher => new CpuScorer(teacher))];
        _classes = _scorers[0].Classes;
    }

    /// <summary>The entropy of each of the last targets in nats, which no cross-entropy with it is below.</summary>
    public ReadOnlySpan<float> Entropies => _entropies.AsSpan(0, _count);

    /// <summary>Their mean.</summary>
    public float MeanEntropy { get; private set; }

    /// <summary>The targets of a batch, valid until the next call.</summary>
    /// <param name="batch">The digits, as the network that is taught sees them.</param>
    /// <returns>[digit, class]</returns>
    public ReadOnlySpan<float> Of(Batch batch)
    {
        _count = batch.Count;
        if (_entropies.Length < _count)
        {
            (_entropies, _targets) = (new float[_count], new float[_count * _classes]);
        }

        ParallelLoop.Run(
            (_count + Part - 1) / Part,
            part =>
            {
                var first = part * Part;
                var count = Math.Min(Part, _count - first);
                Score(batch.Images.Slice(first * Digit.Pixels, count * Digit.Pixels), _targets.AsSpan(first * _classes, count * _classes), _entropies.AsSpan(first, count));
            },
            threads: _threads);

        // One after the other, as vectors of another width would add in another order.
        MeanEntropy = (float)(_entropies.Take(_count).Sum(entropy => (double)entropy) / _count);
        return _targets.AsSpan(0, _count * _classes);
    }

    /// <summary>Adds the teachers to a hash.</summary>
    public void AppendTo(IncrementalHash hash)
    {
        foreach (var teacher in _teachers)
        {
            hash.AppendData(MemoryMarshal.AsBytes(teacher.Values.AsSpan()));
        }
    }

    /// <summary>Frees the teachers' memory.</summary>
    public void Dispose() => Array.ForEach(_scorers, scorer => scorer.Dispose());

    private void Score(ReadOnlySpan<byte> images, Span<float> targets, Span<float> entropies)
    {
        Span<float> logits = new float[targets.Length];
        Span<float> softmax = new float[targets.Length];
        targets.Clear();
        foreach (var scorer in _scorers)
        {
            scorer.ComputeLogits(images, logits);
            Softmax.Rows(logits, softmax, _classes, Temperature);
            TensorPrimitives.Add(targets, softmax, targets);
        }

        TensorPrimitives.Divide(targets, _scorers.Length, targets);
        for (var digit = 0; digit < entropies.Length; digit++)
        {
            entropies[digit] = Entropy(targets.Slice(digit * _classes, _classes));
        }
    }

    private static float Entropy(ReadOnlySpan<float> shares)
    {
        var entropy = 0.0;
        foreach (var share in shares)
        {
            entropy -= share > 0 ? share * Math.Log(share) : 0;
        }

        return (float)entropy;
    }
}
