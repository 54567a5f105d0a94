namespace MnistPipeline.Notebooks;

/// <summary>A cell that threw or does not compile; the message names notebook and cell.</summary>
internal sealed class CellException(string message, Exception innerException) : Exception(message, innerException);
