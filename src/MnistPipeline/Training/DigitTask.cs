using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Training.Teaching;

namespace MnistPipeline.Training;

/// <summary>To read single digits.</summary>
internal sealed class DigitTask : ITrainingTask
{
    private readonly TrainingDigits _digits;
    private readonly TrainingDigits? _replay;
    private readonly EpochPlaces _places;
    private readonly int _newPlaces;
    private readonly MadeDigits _made;
    private readonly DigitSet _validation;
    private readonly TrainingOptions _options;
    private readonly Validator _validator;
    private readonly TeacherTargets? _taught;

    /// <summary>The task.</summary>
    /// <param name="digits">The digits to train on.</param>
    /// <param name="validation">The digits that choose the best epoch, as the picture reading gives them.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="replay">Digits of an earlier training, some of which each epoch shows again; null for none.</param>
    /// <param name="taught">What the softmax of each digit should be; null where its label tells it.</param>
    /// <exception cref="BadInputException">There are no digits.</exception>
    /// <exception cref="ArgumentException">The sets have different classes.</exception>
    public DigitTask(TrainingDigits digits, DigitsAsRead validation, TrainingOptions options, TrainingDigits? replay, TeacherTargets? taught)
    {
        if (!digits.Classes.SequenceEqual(validation.Digits.Classes) || !digits.Classes.SequenceEqual(replay?.Classes ?? digits.Classes))
        {
            throw new ArgumentException("The validation or the replayed digits have other classes than the training digits.", nameof(digits));
        }

        _digits = digits;
        _validation = validation.Digits;
        _options = options;
        _taught = taught;
        _validator = new Validator(validation, taught is null ? options.LabelSmoothing : 0);
        _replay = replay;
        var repeats = Math.Max(1, (options.MinDigitsPerEpoch + digits.Count - 1) / digits.Count);
        _newPlaces = repeats * digits.Count;
        var replayed = Math.Min(options.ReplayCount, replay?.Count ?? 0);
        _made = new MadeDigits(digits, _newPlaces + replayed, options);
        _places = new EpochPlaces(
            [.. Enumerable.Repeat(digits.Labels, repeats).SelectMany(labels => labels)], _made.Labels, replay?.Labels ?? [], replayed, options.EpochShare);
    }

    /// <inheritdoc/>
    public int Classes => _digits.Classes.Count;

    /// <inheritdoc/>
    public int Count => _places.Count;

    /// <inheritdoc/>
    public ITrainingSteps Begin(int firstEpoch, ReadOnlySpan<float> losses)
    {
        var lastLosses = _places.FirstLosses();
        if (firstEpoch > 1 && losses.Length != lastLosses.Length)
        {
            throw new BadFileException("The checkpoint has not one loss for each of the digits: remove it to train from the start.");
        }

        losses.CopyTo(lastLosses);
        var batches = new DigitBatches(_places, lastLosses, Present, _options);
        var smoothed = _options.LabelSmoothing > 0 ? new SmoothedTargets(Classes, _options.LabelSmoothing) : null;
        return new DigitSteps(new BatchLoader<Batch>(batches, _options, firstEpoch), smoothed, _taught, lastLosses);
    }

    /// <inheritdoc/>
    public (double Loss, double Accuracy) Validate(IEngine engine) => _validator.Score(engine);

    /// <inheritdoc/>
    public void AppendTo(IncrementalHash hash)
    {
        _digits.AppendTo(hash);
        _replay?.AppendTo(hash);
        hash.AppendData(_validation.Pixels);
        hash.AppendData(MemoryMarshal.AsBytes(_validation.Labels.AsSpan()));
        _taught?.AppendTo(hash);
    }

    // The new digits come first, as often as an epoch repeats them, then those that nobody wrote, then what may be replayed.
    private void Present(int place, int epoch, Span<byte> target)
    {
        if (place < _newPlaces)
        {
            _digits.Present(place % _digits.Count, place, epoch, _options, target);
        }
        else if (place < _newPlaces + _made.Labels.Length)
        {
            _made.Present(place - _newPlaces, epoch, target);
        }
        else
        {
            _replay!.Present(place - _newPlaces - _made.Labels.Length, place, epoch, _options, target);
        }
    }
}
