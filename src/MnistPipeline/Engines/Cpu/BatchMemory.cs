using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>What the gradient needs of a whole batch once all its blocks have gone forward and back.</summary>
internal sealed unsafe class BatchMemory : IDisposable
{
    private readonly int[] _inputStrides;
    private readonly AlignedMemory[] _layerInputs;
    private readonly AlignedMemory _outputGradients;
    private readonly AlignedMemory _convolutionGradients;
    private readonly int[] _layerRows;
    private readonly int _convolutionLength;

    /// <summary>Room for so many blocks.</summary>
    public BatchMemory(ParameterLayout layout, int blocks)
    {
        Blocks = blocks;
        _inputStrides = [layout.RowStride(Layer.C5), layout.RowStride(Layer.F6), layout.RowStride(Layer.Output)];
        _layerInputs = [.. _inputStrides.Select(stride => new AlignedMemory((long)blocks * Block.Images * stride))];
        _layerRows = [0, layout.Outputs(Layer.C5) + FullConnection.Slack, layout.Outputs(Layer.C5) + layout.Outputs(Layer.F6) + 2 * FullConnection.Slack];
        BlockGradientLength = (_layerRows[2] + layout.Outputs(Layer.Output)) * Block.Images;
        _outputGradients = new AlignedMemory((long)blocks * BlockGradientLength);
        _convolutionLength = layout.ConvolutionLength;
        _convolutionGradients = new AlignedMemory((long)blocks * _convolutionLength);
        Losses = new double[blocks * Block.Images];
        Labels = new int[blocks * Block.Images];
        Targets = new float[blocks * Block.Images * layout.Outputs(Layer.Output)];
    }

    /// <summary>The blocks that there is room for.</summary>
    public int Blocks { get; }

    /// <summary>Floats between two images of the inputs of a full connection.</summary>
    public int InputStride(Layer layer) => _inputStrides[layer - Layer.C5];

    /// <summary>Floats between two blocks of output gradients.</summary>
    public int BlockGradientLength { get; }

    /// <summary>The loss of each image.</summary>
    public double[] Losses { get; }

    /// <summary>The mean loss of the first images.</summary>
    public float MeanLoss(int images)
    {
        var sum = 0.0;
        foreach (var loss in Losses.AsSpan(0, images))
        {
            sum += loss;
        }

        return (float)(sum / images);
    }

    /// <summary>Copies the losses of the first images.</summary>
    public void CopyLosses(Span<float> losses)
    {
        for (var image = 0; image < losses.Length; image++)
        {
            losses[image] = (float)Losses[image];
        }
    }

    /// <summary>The class of each image.</summary>
    public int[] Labels { get; }

    /// <summary>[image, class]: what each image's softmax should be, where <see cref="HasTargets"/>.</summary>
    public float[] Targets { get; }

    /// <summary>Whether the targets count, and not the labels.</summary>
    public bool HasTargets { get; set; }

    /// <summary>[image, input] of a full connection, from a block's first image on.</summary>
    public float* LayerInputs(Layer layer, int block) =>
        _layerInputs[layer - Layer.C5].Pointer + (long)block * Block.Images * InputStride(layer);

    /// <summary>[neuron, image]: the gradient of one block at a full connection, before the activation.</summary>
    public float* OutputGradient(Layer layer, int block) =>
        _outputGradients.Pointer + (long)block * BlockGradientLength + _layerRows[layer - Layer.C5] * Block.Images;

    /// <summary>What one block adds to the gradient of C1's and C3's parameters, as these lie in the layout.</summary>
    public float* ConvolutionGradient(int block) => _convolutionGradients.Pointer + (long)block * _convolutionLength;

    public void Dispose()
    {
        foreach (var inputs in _layerInputs)
        {
            inputs.Dispose();
        }

        _outputGradients.Dispose();
        _convolutionGradients.Dispose();
    }
}
