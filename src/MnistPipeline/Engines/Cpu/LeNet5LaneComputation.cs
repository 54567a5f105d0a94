using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Engines.Cpu.Rows;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>LeNet-5's forward and backward pass and its update with a given number of lanes.</summary>
internal sealed unsafe class LeNet5LaneComputation<TLanes>(LeNet5Architecture architecture) : LeNet5Computation(architecture)
    where TLanes : struct, ILanes<TLanes>
{
    private const int Taps = LeNet5Architecture.KernelSize * LeNet5Architecture.KernelSize;

    public override void Forward(byte* images, int count, float* parameters, BlockMaps maps)
    {
        InputBlock.Load(images, count, maps.Input);
        Convolution.Run<TLanes>(C1Forward(parameters, maps));
        Convolution.Run<TLanes>(C3Forward(parameters, maps));
        ConnectAll(parameters, maps);
    }

    public override void ForwardSingle(byte* image, float* parameters, float* turned, BlockMaps maps)
    {
        InputBlock.LoadSingle(image, maps.SingleInput);
        WindowedConvolution.Run<TLanes>(C1Forward(parameters, maps), maps.SingleInput, maps.Windows, maps.SingleS2);
        WindowedConvolution.Run<TLanes>(C3Forward(parameters, maps), maps.SingleS2, maps.Windows, maps.S4);
        SingleConnection.Run<TLanes>(Layout, Layer.C5, parameters, turned, maps.S4, maps.C5, Architecture.Activation);
        SingleConnection.Run<TLanes>(Layout, Layer.F6, parameters, turned, maps.C5, maps.F6, Architecture.Activation);
        SingleConnection.Run<TLanes>(Layout, Layer.Output, parameters, turned, maps.F6, maps.Logits, null);
    }

    public override void ForwardRow(byte* row, int columns, float* parameters, RowMaps maps, BlockMaps block, float* logits) =>
        RowForward.Run(this, row, columns, parameters, maps, block, logits);

    public override void Backward(float* parameters, BlockMaps maps, BatchMemory batch, int block, int count, int batchImages)
    {
        var outputGradient = batch.OutputGradient(Layer.Output, block);
        var f6Gradient = batch.OutputGradient(Layer.F6, block);
        var c5Gradient = batch.OutputGradient(Layer.C5, block);
        var first = block * Block.Images;
        var losses = batch.Losses.AsSpan(first, count);
        SoftmaxCrossEntropy.Softmax<TLanes>(maps.Logits, Architecture.Classes, count, batchImages, outputGradient, losses);
        if (batch.HasTargets)
        {
            var targets = batch.Targets.AsSpan(first * Architecture.Classes, count * Architecture.Classes);
            SoftmaxCrossEntropy.TakeTargets(maps.Logits, Architecture.Classes, targets, batchImages, outputGradient, losses);
        }
        else
        {
            SoftmaxCrossEntropy.TakeLabels(maps.Logits, Architecture.Classes, batch.Labels.AsSpan(first, count), batchImages, outputGradient, losses);
        }

        InputBlock.Transpose(maps.S4, Architecture.FlattenedS4, count, batch.LayerInputs(Layer.C5, block), batch.InputStride(Layer.C5));
        InputBlock.Transpose(maps.C5, Architecture.C5Neurons, count, batch.LayerInputs(Layer.F6, block), batch.InputStride(Layer.F6));
        InputBlock.Transpose(maps.F6, Architecture.F6Neurons, count, batch.LayerInputs(Layer.Output, block), batch.InputStride(Layer.Output));

        // F6's gradient may run on into the output's while it is made, and C5's into F6's, so each has its slack.
        ConnectBack(Layer.Output, parameters, outputGradient, f6Gradient);
        ActivationFunction.Backward<TLanes>(Architecture.Activation, f6Gradient, maps.F6, Architecture.F6Neurons * Block.Images);
        ConnectBack(Layer.F6, parameters, f6Gradient, c5Gradient);
        ActivationFunction.Backward<TLanes>(Architecture.Activation, c5Gradient, maps.C5, Architecture.C5Neurons * Block.Images);
        if (FirstMovingLayer > Layer.C3)
        {
            return;
        }

        ConnectBack(Layer.C5, parameters, c5Gradient, maps.S4Gradient);
        var gradient = batch.ConvolutionGradient(block);
        PoolC3Back(maps, gradient + Layout.Offset(Layer.C3, bias: true));
        ConvolutionGradient.Run<TLanes>(C3Gradient(maps, gradient + Layout.Offset(Layer.C3, bias: false)));
        if (FirstMovingLayer > Layer.C1)
        {
            return;
        }

        Convolution.Run<TLanes>(C3Backward(parameters, maps));
        PoolC1Back(maps, gradient + Layout.Offset(Layer.C1, bias: true));
        ConvolutionGradient.Run<TLanes>(C1Gradient(maps, gradient + Layout.Offset(Layer.C1, bias: false)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Gradient(GradientPart part, BatchMemory batch, int images, float* gradient)
    {
        switch (part.Kind)
        {
            case GradientKind.Convolution:
                ConvolutionGradient.Sum<TLanes>(batch, Block.CountFor(images), part.From, part.To, gradient);
                break;
            case GradientKind.Weights:
                FullConnectionGradient.Weights<TLanes>(
                    batch.LayerInputs(part.Layer, 0),
                    Layout.RowStride(part.Layer),
                    batch.OutputGradient(part.Layer, 0) + part.FirstOutput * Block.Images,
                    batch.BlockGradientLength,
                    images,
                    gradient + part.From,
                    part.Outputs);
                break;
            default:
                FullConnectionGradient.Biases<TLanes>(
                    batch.OutputGradient(part.Layer, 0), batch.BlockGradientLength, Block.CountFor(images), gradient + part.From, part.Outputs);
                break;
        }
    }

    public override void Update(GradientPart part, in OptimizerUpdate update, ParameterVectors vectors) => update.Run<TLanes>(vectors, part);

    internal void Connect(Layer layer, float* parameters, float* input, float* output, Activation? activation)
    {
        var weights = parameters + Layout.Offset(layer, bias: false);
        var biases = parameters + Layout.Offset(layer, bias: true);
        FullConnection.Forward<TLanes>(
            weights, Layout.RowStride(layer), biases, input, Layout.Inputs(layer), output, Layout.Outputs(layer), activation);
    }

    internal void ConnectBack(Layer layer, float* parameters, float* outputGradient, float* inputGradient)
    {
        FullConnection.Backward<TLanes>(
            parameters + Layout.Offset(layer, bias: false), Layout.RowStride(layer), outputGradient, Layout.Outputs(layer), inputGradient, Layout.Inputs(layer));
    }

    internal void ConnectAll(float* parameters, BlockMaps maps)
    {
        Connect(Layer.C5, parameters, maps.S4, maps.C5, Architecture.Activation);
        Connect(Layer.F6, parameters, maps.C5, maps.F6, Architecture.Activation);
        Connect(Layer.Output, parameters, maps.F6, maps.Logits, null);
    }

    internal Convolution C1Forward(float* parameters, BlockMaps maps) => new()
    {
        Input = maps.Input,
        InputChannels = 1,
        InputSize = Block.PaddedInputSize,
        Weights = parameters + Layout.Offset(Layer.C1, bias: false),
        OutputWeightStride = Taps,
        InputWeightStride = Taps,
        TapStride = 1,
        PackedWeights = maps.PackedWeights,
        Bias = parameters + Layout.Offset(Layer.C1, bias: true),
        Output = maps.C1,
        OutputChannels = Architecture.C1Kernels,
        OutputSize = Digit.Size,
        OutputRowLength = Digit.Size * Block.Images,
        OutputChannelLength = Digit.Pixels * Block.Images,
        Pooled = maps.S2,
        Activation = Architecture.Activation,
        Pooling = Architecture.Pooling,
    };

    internal Convolution C3Forward(float* parameters, BlockMaps maps) => new()
    {
        Input = maps.S2,
        InputChannels = Architecture.C1Kernels,
        InputSize = LeNet5Architecture.S2Size,
        Weights = parameters + Layout.Offset(Layer.C3, bias: false),
        OutputWeightStride = Architecture.C1Kernels * Taps,
        InputWeightStride = Taps,
        TapStride = 1,
        PackedWeights = maps.PackedWeights,
        Bias = parameters + Layout.Offset(Layer.C3, bias: true),
        Output = FramedC3(maps),
        OutputChannels = Architecture.C3Kernels,
        OutputSize = LeNet5Architecture.C3Size,
        OutputRowLength = Block.FramedC3Size * Block.Images,
        OutputChannelLength = Block.FramedC3Size * Block.FramedC3Size * Block.Images,
        Pooled = maps.S4,
        Activation = Architecture.Activation,
        Pooling = Architecture.Pooling,
    };

    // The transposed convolution: kernels turned by 180 degrees, channels in and out exchanged, taps that hang over the edge left out.
    internal Convolution C3Backward(float* parameters, BlockMaps maps) => new()
    {
        Input = maps.C3,
        InputChannels = Architecture.C3Kernels,
        InputSize = Block.FramedC3Size,
        Origin = 1 - (LeNet5Architecture.KernelSize - 1),
        Weights = parameters + Layout.Offset(Layer.C3, bias: false) + Taps - 1,
        OutputWeightStride = Taps,
        InputWeightStride = Architecture.C1Kernels * Taps,
        TapStride = -1,
        PackedWeights = maps.PackedWeights,
        Output = maps.S2Gradient,
        OutputChannels = Architecture.C1Kernels,
        OutputSize = LeNet5Architecture.S2Size,
        OutputRowLength = LeNet5Architecture.S2Size * Block.Images,
        OutputChannelLength = LeNet5Architecture.S2Size * LeNet5Architecture.S2Size * Block.Images,
    };

    internal ConvolutionGradient C1Gradient(BlockMaps maps, float* weightGradient) => new()
    {
        Input = maps.Input,
        InputChannels = 1,
        InputSize = Block.PaddedInputSize,
        OutputGradient = maps.C1,
        OutputChannels = Architecture.C1Kernels,
        OutputSize = Digit.Size,
        OutputRowLength = Digit.Size * Block.Images,
        OutputChannelLength = Digit.Pixels * Block.Images,
        WeightGradient = weightGradient,
    };

    internal ConvolutionGradient C3Gradient(BlockMaps maps, float* weightGradient) => new()
    {
        Input = maps.S2,
        InputChannels = Architecture.C1Kernels,
        InputSize = LeNet5Architecture.S2Size,
        OutputGradient = FramedC3(maps),
        OutputChannels = Architecture.C3Kernels,
        OutputSize = LeNet5Architecture.C3Size,
        OutputRowLength = Block.FramedC3Size * Block.Images,
        OutputChannelLength = Block.FramedC3Size * Block.FramedC3Size * Block.Images,
        WeightGradient = weightGradient,
    };

    internal void PoolC3Back(BlockMaps maps, float* biasGradient)
    {
        for (var channel = 0; channel < Architecture.C3Kernels; channel++)
        {
            var pooled = channel * LeNet5Architecture.S4Size * LeNet5Architecture.S4Size * Block.Images;
            biasGradient[channel] = PoolingWindow.Backward<TLanes>(
                Architecture.Activation,
                Architecture.Pooling,
                FramedC3(maps) + channel * Block.FramedC3Size * Block.FramedC3Size * Block.Images,
                Block.FramedC3Size * Block.Images,
                maps.S4 + pooled,
                maps.S4Gradient + pooled,
                LeNet5Architecture.S4Size);
        }
    }

    internal void PoolC1Back(BlockMaps maps, float* biasGradient)
    {
        for (var channel = 0; channel < Architecture.C1Kernels; channel++)
        {
            var pooled = channel * LeNet5Architecture.S2Size * LeNet5Architecture.S2Size * Block.Images;
            biasGradient[channel] = PoolingWindow.Backward<TLanes>(
                Architecture.Activation,
                Architecture.Pooling,
                maps.C1 + channel * Digit.Pixels * Block.Images,
                Digit.Size * Block.Images,
                maps.S2 + pooled,
                maps.S2Gradient + pooled,
                LeNet5Architecture.S2Size);
        }
    }

    // Past the frame's first row and first column.
    private static float* FramedC3(BlockMaps maps) => maps.C3 + (Block.FramedC3Size + 1) * Block.Images;
}
