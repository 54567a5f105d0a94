namespace MnistPipeline.Serve.Start;

/// <summary>What keeps the service from starting and its user can mend, in one sentence.</summary>
internal sealed class BadStartException(string message, Exception? cause = null) : Exception(message, cause);
