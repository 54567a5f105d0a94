using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// Where the engine keeps the parameters: in the order of <see cref="LeNet5Architecture.Tensors"/>, each tensor, and each row of a
/// full connection's weights, rounded up with zeros to a multiple of 16 floats, so that vectors need no remainders.
/// </summary>
internal sealed unsafe class ParameterLayout
{
    // Kernels of full connections may read past the last row by one tile.
    private const int Slack = 16;

    private readonly IReadOnlyList<ParameterTensor> _tensors;
    private readonly int[] _offsets;

    public ParameterLayout(LeNet5Architecture architecture)
    {
        _tensors = architecture.Tensors();
        _offsets = new int[_tensors.Count + 1];
        for (var tensor = 0; tensor < _tensors.Count; tensor++)
        {
            var (rows, _, stride) = Rows(tensor);
            _offsets[tensor + 1] = _offsets[tensor] + rows * stride;
        }

        FlatLength = architecture.ParameterCount();
    }

    /// <summary>The number of parameters.</summary>
    public int FlatLength { get; }

    /// <summary>The floats that a vector in this layout takes.</summary>
    public int Length => _offsets[^1] + Slack;

    /// <summary>The floats from the start that belong to C1 and C3.</summary>
    public int ConvolutionLength => _offsets[4];

    /// <summary>Where the weights or the biases of a layer begin.</summary>
    public int Offset(Layer layer, bool bias) => _offsets[2 * (int)layer + (bias ? 1 : 0)];

    /// <summary>The floats between a full connection's rows.</summary>
    public int RowStride(Layer layer) => Rows(2 * (int)layer).Stride;

    /// <summary>The elements of a layer's bias.</summary>
    public int Outputs(Layer layer) => _tensors[2 * (int)layer].Shape[0];

    /// <summary>The weights of one of a convolution's kernels, one kernel after another.</summary>
    public int KernelLength(Layer layer) => _tensors[2 * (int)layer].Length / Outputs(layer);

    /// <summary>The inputs of a full connection.</summary>
    public int Inputs(Layer layer) => _tensors[2 * (int)layer].Shape[1];

    public void FromFlat(ReadOnlySpan<float> flat, float* to)
    {
        for (var tensor = 0; tensor < _tensors.Count; tensor++)
        {
            var (rows, columns, stride) = Rows(tensor);
            for (var row = 0; row < rows; row++)
            {
                flat.Slice(_tensors[tensor].Offset + row * columns, columns).CopyTo(new Span<float>(to + _offsets[tensor] + row * stride, columns));
            }
        }
    }

    public float[] ToFlat(float* from)
    {
        var flat = new float[FlatLength];
        for (var tensor = 0; tensor < _tensors.Count; tensor++)
        {
            var (rows, columns, stride) = Rows(tensor);
            for (var row = 0; row < rows; row++)
            {
                new Span<float>(from + _offsets[tensor] + row * stride, columns).CopyTo(flat.AsSpan(_tensors[tensor].Offset + row * columns));
            }
        }

        return flat;
    }

    private (int Rows, int Columns, int Stride) Rows(int tensor)
    {
        var shape = _tensors[tensor].Shape;
        var (rows, columns) = shape.Count == 2 ? (shape[0], shape[1]) : (1, _tensors[tensor].Length);
        return (rows, columns, Block.RoundUp(columns));
    }
}
