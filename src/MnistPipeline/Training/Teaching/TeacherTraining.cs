using MnistPipeline.Data;
using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Training.Teaching;

/// <summary>Trains the networks that teach another one.</summary>
/// <param name="createEngine">Makes what computes.</param>
/// <param name="options">How the network is trained that they teach.</param>
internal sealed class TeacherTraining(EngineFactory createEngine, TrainingOptions options)
{
    /// <summary>Where their checkpoints are kept, each in a folder of its own; null for nowhere.</summary>
    public RunFolder? Run { get; init; }

    /// <summary>Called on the training's thread, a few times a second at most.</summary>
    public Action<TrainingProgress>? OnProgress { get; init; }

    /// <summary>Called on the training's thread after each teacher, with its number from 1 and its accuracy on the validation digits.</summary>
    public Action<int, double>? OnTrained { get; init; }

    /// <summary>Trains the <see cref="TrainingOptions.Teachers"/>, each from its last checkpoint on, and gives what they say; null where there are none.</summary>
    /// <param name="digits">The digits to train on.</param>
    /// <param name="validation">The digits that choose the best epoch, as the picture reading gives them.</param>
    /// <param name="replay">Digits of an earlier training, some of which each epoch shows again; null for none.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="TrainingDivergedException">The loss of one grew beyond all bounds.</exception>
    /// <exception cref="BadInputException">A checkpoint is damaged, or of other options or digits.</exception>
    /// <exception cref="OperationCanceledException">Stopped before all were trained.</exception>
    public TeacherTargets? Train(TrainingDigits digits, DigitsAsRead validation, TrainingDigits? replay, CancellationToken cancellation)
    {
        var teachers = new LeNet5Parameters[options.Teachers];
        for (var teacher = 1; teacher <= teachers.Length; teacher++)
        {
            cancellation.ThrowIfCancellationRequested();
            teachers[teacher - 1] = Train(teacher, digits, validation, replay, cancellation);
        }

        return teachers.Length > 0 ? new TeacherTargets(teachers, options.ThreadCount) : null;
    }

    private LeNet5Parameters Train(int teacher, TrainingDigits digits, DigitsAsRead validation, TrainingDigits? replay, CancellationToken cancellation)
    {
        var (own, folder) = (options.ForTeacher(teacher), Run is null ? null : RunFolder.Within(Run.PathOf($"teacher-{teacher}")));
        var epochsLater = (options.Teachers - teacher) * own.Epochs + options.Epochs;
        var result = new LeNet5Training(createEngine, digits, validation, own, replay)
        {
            OnProgress = OnProgress is { } report ? progress => report(progress.OfTeacher(teacher, epochsLater)) : null,
            OnEpochEnd = finished => folder?.Save(finished),
        }.Run(folder?.LoadCheckpoint(), cancellation);
        if (result.Cancelled)
        {
            throw new OperationCanceledException($"Stopped while teacher {teacher} of {options.Teachers} learned.", cancellation);
        }

        OnTrained?.Invoke(teacher, result.Best.ValidationAccuracy);
        return result.Parameters;
    }
}
