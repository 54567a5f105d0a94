namespace MnistPipeline.TensorFlow;

/// <summary>Trainings on TensorFlow.</summary>
public static class TensorFlowOptionsExtensions
{
    /// <summary>These options with TensorFlow as what computes. TensorFlow is loaded at once, and the device found.</summary>
    /// <param name="options">How to train; <see cref="Training.TrainingOptions.Threads"/> are the threads of an operation on the CPU, of which in a process the first number holds.</param>
    /// <param name="tensorFlow">Which TensorFlow, and which device.</param>
    /// <exception cref="BadInputException">There is no TensorFlow, or it does not list the wanted device; the message says what is missing.</exception>
    public static LeNet5Options OnTensorFlow(this LeNet5Options options, TensorFlowOptions tensorFlow)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tensorFlow);
        return options with { Engine = TensorFlowRuntime.Open(tensorFlow, options.ThreadCount).Engine };
    }

    /// <summary>These options for a zip whose network ML.NET's own <c>TensorFlowTransformer</c> computes.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="tensorFlow">Where TensorFlow's native library is, which ML.NET needs to build the chain.</param>
    /// <exception cref="BadInputException">This build is without the package Microsoft.ML.TensorFlow, or there is no TensorFlow.</exception>
    public static LeNet5Options WithTensorFlowZip(this LeNet5Options options, TensorFlowOptions tensorFlow)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tensorFlow);
        return options with { Scoring = TensorFlowScoring.With(tensorFlow) };
    }
}
