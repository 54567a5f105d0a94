using Microsoft.ML;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.Training;

namespace MnistPipeline;

/// <summary>What <see cref="LeNet5Trainer.Train"/> came to.</summary>
public sealed class LeNet5Model : IDisposable
{
    /// <summary>The name of the input of the ONNX file, and of the TensorFlow graph.</summary>
    internal const string InputName = "Input";

    internal LeNet5Model(ITransformer transformer, TrainedModel network, TrainingResult training, ClassificationReport validation)
    {
        Transformer = transformer;
        Network = network;
        Training = training;
        Validation = validation;
    }

    /// <summary>
    /// The chain of stock transformers, which <c>mlContext.Model.Save</c> writes and any ML.NET program loads. It adds <c>PredictedLabel</c> (a key where
    /// the label was one, else the class's name) and <c>Score</c> (a probability a class).
    /// </summary>
    public ITransformer Transformer { get; }

    /// <summary>The network, with what is told of it in the model file.</summary>
    public TrainedModel Network { get; }

    /// <summary>The epochs.</summary>
    public TrainingResult Training { get; }

    /// <summary>How the network reads the validation digits, at the temperature that was fitted on them.</summary>
    public ClassificationReport Validation { get; }

    /// <summary>The network as an ONNX file of its own, whose softmax of <c>Logits</c> is <c>Score</c>.</summary>
    public byte[] ToOnnx() => LeNet5Onnx.Write(
        Network.Parameters, Network.Metadata, Network.Input, InputName, (float)(1 / Network.Metadata.Temperature));

    /// <summary>The network as a frozen TensorFlow graph of its own, whose softmax of <c>Logits</c> is <c>Score</c>.</summary>
    public byte[] ToTensorFlow() => FrozenGraph.Write(Network, InputName, (float)(1 / Network.Metadata.Temperature));

    /// <summary>Frees what <see cref="Transformer"/> holds, the memory of ONNX Runtime's session.</summary>
    public void Dispose() => ((IDisposable)Transformer).Dispose();
}
