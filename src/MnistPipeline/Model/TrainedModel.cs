namespace MnistPipeline.Model;

/// <summary>What a model file holds.</summary>
public sealed class TrainedModel
{
    internal TrainedModel(LeNet5Parameters parameters, ModelMetadata metadata, DigitInput input)
    {
        Parameters = parameters;
        Metadata = metadata;
        Input = input;
    }

    /// <summary>The network's shape, weights and biases.</summary>
    public LeNet5Parameters Parameters { get; }

    /// <summary>What is told of it.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>What the file takes in.</summary>
    internal DigitInput Input { get; }
}
