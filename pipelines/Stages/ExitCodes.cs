namespace MnistPipeline.Stages;

/// <summary>What a console program tells the shell.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A bug; a stack trace was written.</summary>
    public const int Bug = 1;

    /// <summary>Bad input or options; one sentence was written.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM; what was finished is kept.</summary>
    public const int Stopped = 130;
}
