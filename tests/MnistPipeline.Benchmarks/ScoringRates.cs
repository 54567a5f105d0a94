using Microsoft.ML.OnnxRuntime;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Model.Onnx.Format;

namespace MnistPipeline.Benchmarks;

/// <summary>The network alone, from 784 pixels to logits on one core: this library's and ONNX Runtime's.</summary>
internal sealed class ScoringRates : IDisposable
{
    private const string InputName = "Digit";

    private static readonly int[] Batches = [1, 256];

    private readonly CpuScorer _scorer;
    private readonly InferenceSession _session;
    private readonly List<OrtValue> _inputs = [];

    public ScoringRates(LeNet5Architecture architecture)
    {
        var parameters = LeNet5Parameters.Initialize(architecture, 1);
        _scorer = new CpuScorer(parameters);
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(NetworkAlone(parameters), options);
        Measurements = [.. Batches.Select(batch => (Own(batch, architecture.Classes), Onnx(batch)))];
    }

    /// <summary>For each batch the library's scoring and ONNX Runtime's.</summary>
    public IReadOnlyList<(Measurement Own, Measurement Onnx)> Measurements { get; }

    public void Dispose()
    {
        _inputs.ForEach(input => input.Dispose());
        _session.Dispose();
        _scorer.Dispose();
    }

    private static byte[] NetworkAlone(LeNet5Parameters parameters)
    {
        var graph = new GraphBuilder();
        NetworkGraph.Add(graph, graph.Input(InputName, TensorProto.Types.DataType.Float, 1, Digit.Size, Digit.Size), parameters, LeNet5Onnx.OutputName, 1);
        graph.Output(LeNet5Onnx.OutputName, parameters.Architecture.Classes);
        return Checksum.Write(new ModelProto { IrVersion = 8, Graph = graph.Graph, OpsetImport = { new OperatorSetIdProto { Version = 18 } } });
    }

    private Measurement Own(int batch, int classes)
    {
        var images = new byte[batch * Digit.Pixels];
        new Random(1).NextBytes(images);
        var logits = new float[batch * classes];
        return new($"CpuScorer, {batch} at a time", batch, () => _scorer.ComputeLogits(images, logits));
    }

    private Measurement Onnx(int batch)
    {
        var random = new Random(1);
        var input = OrtValue.CreateTensorValueFromMemory([.. Enumerable.Range(0, batch * Digit.Pixels).Select(_ => (float)random.Next(256))], [batch, 1, Digit.Size, Digit.Size]);
        _inputs.Add(input);
        return new($"ONNX Runtime, {batch} at a time", batch, () =>
        {
            using var run = new RunOptions();
            using var outputs = _session.Run(run, [InputName], [input], [LeNet5Onnx.OutputName]);
        });
    }
}
