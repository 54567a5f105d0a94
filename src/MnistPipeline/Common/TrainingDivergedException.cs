namespace MnistPipeline;

/// <summary>The loss of a training grew beyond all bounds, or it ended no better than chance, mostly by too high a learning rate.</summary>
public sealed class TrainingDivergedException : BadInputException
{
    internal TrainingDivergedException(string message)
        : base(message)
    {
    }
}
