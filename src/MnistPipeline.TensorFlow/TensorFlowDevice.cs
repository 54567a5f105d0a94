namespace MnistPipeline.TensorFlow;

/// <summary>A device that TensorFlow computes with.</summary>
/// <param name="Name">As in <c>GPU:0</c>.</param>
/// <param name="Type">As in <c>GPU</c>.</param>
/// <param name="MemoryBytes">What TensorFlow may take of its memory; for a CPU a number without meaning.</param>
internal sealed record TensorFlowDevice(string Name, string Type, long MemoryBytes);
