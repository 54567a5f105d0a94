namespace MnistPipeline.Notebooks;

/// <summary>A cell that threw, does not compile, or compiles with a warning.</summary>
internal sealed class CellException(string message) : Exception(message);
