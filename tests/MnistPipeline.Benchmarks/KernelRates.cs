using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Benchmarks;

/// <summary>Each kernel of the engine alone on one core, on one block of 16 images (the dense gradients: on a batch of 64).</summary>
internal sealed unsafe class KernelRates<TLanes> : IDisposable
    where TLanes : struct, ILanes<TLanes>
{
    private const int Blocks = 4;

    private readonly LeNet5LaneComputation<TLanes> _computation;
    private readonly BlockMaps _maps;
    private readonly BatchMemory _batch;
    private readonly AlignedMemory _parameters;
    private readonly AlignedMemory _gradient;

    public KernelRates(LeNet5Architecture architecture)
    {
        _computation = new LeNet5LaneComputation<TLanes>(architecture);
        _maps = new BlockMaps(architecture);
        _batch = new BatchMemory(_computation.Layout, Blocks);
        _parameters = new AlignedMemory(_computation.Layout.Length);
        _gradient = new AlignedMemory(_computation.Layout.Length);
        _computation.Layout.FromFlat(LeNet5Parameters.Initialize(architecture, 1).Values, _parameters.Pointer);
        var images = new byte[Block.Images * Digit.Pixels];
        new Random(1).NextBytes(images);
        Machine = new Measurement("fused multiply-add", MachineRate.Operations<TLanes>(), () => MachineRate.Run<TLanes>());
        Kernels = [Machine, .. Forward(architecture, images), .. Backward(architecture)];
    }

    /// <summary>The rate that the others are compared with.</summary>
    public Measurement Machine { get; }

    /// <summary>All kernels, the machine's rate first.</summary>
    public IReadOnlyList<Measurement> Kernels { get; }

    public void Dispose()
    {
        _maps.Dispose();
        _batch.Dispose();
        _parameters.Dispose();
        _gradient.Dispose();
    }

    private static double ConvolutionOperations(int inputChannels, int outputChannels, int outputSize) =>
        2.0 * Block.Images * inputChannels * outputChannels * outputSize * outputSize * LeNet5Architecture.KernelSize * LeNet5Architecture.KernelSize;

    private double ConnectionOperations(Layer layer) => 2.0 * Block.Images * _computation.Layout.Inputs(layer) * _computation.Layout.Outputs(layer);

    private Measurement[] Forward(LeNet5Architecture a, byte[] images)
    {
        var parameters = _parameters.Pointer;
        var c1 = ConvolutionOperations(1, a.C1Kernels, Digit.Size);
        var c3 = ConvolutionOperations(a.C1Kernels, a.C3Kernels, LeNet5Architecture.C3Size);
        return
        [
            new("input, all forward", c1 + c3 + ConnectionOperations(Layer.C5) + ConnectionOperations(Layer.F6) + ConnectionOperations(Layer.Output), () =>
            {
                fixed (byte* pixels = images)
                {
                    _computation.Forward(pixels, Block.Images, parameters, _maps);
                }
            }),
            new("C1, S2 forward", c1, () => Convolution.Run<TLanes>(_computation.C1Forward(parameters, _maps))),
            new("C3, S4 forward", c3, () => Convolution.Run<TLanes>(_computation.C3Forward(parameters, _maps))),
            new("C5 forward", ConnectionOperations(Layer.C5), () => _computation.Connect(Layer.C5, parameters, _maps.S4, _maps.C5, a.Activation)),
            new("F6 forward", ConnectionOperations(Layer.F6), () => _computation.Connect(Layer.F6, parameters, _maps.C5, _maps.F6, a.Activation)),
            new("output forward", ConnectionOperations(Layer.Output), () => _computation.Connect(Layer.Output, parameters, _maps.F6, _maps.Logits, null)),
        ];
    }

    private Measurement[] Backward(LeNet5Architecture a)
    {
        var parameters = _parameters.Pointer;
        var gradient = _gradient.Pointer;
        var c1 = ConvolutionOperations(1, a.C1Kernels, Digit.Size);
        var c3 = ConvolutionOperations(a.C1Kernels, a.C3Kernels, LeNet5Architecture.C3Size);
        return
        [
            BackwardConnection("output backward", Layer.Output),
            BackwardConnection("F6 backward", Layer.F6),
            BackwardConnection("C5 backward", Layer.C5),
            new("S4 backward", Values(a.C3Kernels, LeNet5Architecture.C3Size), () => _computation.PoolC3Back(_maps, gradient)),
            new("C3 backward, weights", c3, () => ConvolutionGradient.Run<TLanes>(_computation.C3Gradient(_maps, gradient))),
            new("C3 backward, input", c3, () => Convolution.Run<TLanes>(_computation.C3Backward(parameters, _maps))),
            new("S2 backward", Values(a.C1Kernels, Digit.Size), () => _computation.PoolC1Back(_maps, gradient)),
            new("C1 backward, weights", c1, () => ConvolutionGradient.Run<TLanes>(_computation.C1Gradient(_maps, gradient))),
            WeightGradients("C5 weights, batch 64", Layer.C5),
            WeightGradients("F6 weights, batch 64", Layer.F6),
            WeightGradients("output weights, batch 64", Layer.Output),
        ];
    }

    private static double Values(int channels, int size) => (double)Block.Images * channels * size * size;

    private Measurement BackwardConnection(string name, Layer layer) => new(name, ConnectionOperations(layer), () =>
        _computation.ConnectBack(layer, _parameters.Pointer, _batch.OutputGradient(layer, 0), layer == Layer.C5 ? _maps.S4Gradient : _batch.OutputGradient(layer - 1, 0)));

    private Measurement WeightGradients(string name, Layer layer)
    {
        GradientPart[] parts = [.. GradientPart.CreateAll(_computation.Layout, new OptimizerOptions()).Where(part => part.Kind == GradientKind.Weights && part.Layer == layer)];
        return new(name, Blocks * ConnectionOperations(layer), () =>
        {
            foreach (var part in parts)
            {
                _computation.Gradient(part, _batch, Blocks * Block.Images, _gradient.Pointer);
            }
        });
    }
}
