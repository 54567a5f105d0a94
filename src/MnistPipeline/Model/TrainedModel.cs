namespace MnistPipeline.Model;

/// <summary>What a model file holds.</summary>
/// <param name="Parameters">The network's shape, weights and biases.</param>
/// <param name="Metadata">What is told of it.</param>
/// <param name="Input">What the file takes in.</param>
public sealed record TrainedModel(LeNet5Parameters Parameters, ModelMetadata Metadata, DigitInput Input);
