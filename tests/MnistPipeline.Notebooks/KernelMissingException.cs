namespace MnistPipeline.Notebooks;

/// <summary>There is no kernel to run notebooks in; the message says what to do.</summary>
internal sealed class KernelMissingException(string message) : Exception(message);
