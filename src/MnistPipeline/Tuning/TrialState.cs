namespace MnistPipeline.Tuning;

/// <summary>Where a trial stands.</summary>
internal enum TrialState
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It is training.</summary>
    Running,

    /// <summary>It waits until it is among the best that came as far.</summary>
    Paused,

    /// <summary>It is trained to the end.</summary>
    Finished,

    /// <summary>Its loss grew beyond all bounds.</summary>
    Diverged,
}
