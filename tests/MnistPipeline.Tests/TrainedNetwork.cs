using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Tests.Engines;

namespace MnistPipeline.Tests;

/// <summary>A network that two hundred steps have taught three hundred digits, so that its probabilities are near 0 and 1 as in use.</summary>
internal static class TrainedNetwork
{
    private static readonly Lazy<LeNet5Parameters> Learned = new(Learn);

    /// <summary>What a model file of it holds, with a temperature of 1.3.</summary>
    public static TrainedModel Of(DigitInput input) => new(
        Learned.Value, new ModelMetadata { Classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], Temperature = 1.3 }, input);

    /// <summary>A reader of it.</summary>
    /// <param name="metrics">What the file tells of its training; null for nothing.</param>
    public static DigitReader Reader(RunMetrics? metrics = null)
    {
        var model = Of(DigitInput.Pixels);
        var file = LeNet5Onnx.Write(model.Parameters, model.Metadata with { Metrics = metrics ?? new() }, model.Input, "Input", 1);
        return DigitReader.Open(new MemoryStream(file), "model.onnx");
    }

    private static LeNet5Parameters Learn()
    {
        using var engine = CpuEngine.Create(LeNet5Parameters.Initialize(Examples.Default, 1), new OptimizerOptions(), 1);
        for (var step = 0; step < 200; step++)
        {
            engine.TrainStep(Examples.Images(300), Examples.Labels(300, 10), 0.002f);
        }

        return new LeNet5Parameters(Examples.Default, engine.CaptureState().Parameters);
    }
}
