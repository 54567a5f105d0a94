using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// One layer's weights X [output, input], and what makes them orthogonal. A Newton-Schulz iteration X = (a + b G + c G G) X, where G = X Xᵀ, is a
/// product from the left, so that all iterations are made with the small G [output, output] alone, and X is needed for the first G and for the last
/// product P X: a third of the work. What depends on nothing but sixteen of a product's columns is a group, one thread's work.
/// </summary>
internal abstract class MuonMatrix : IDisposable
{
    /// <summary>Sixteen outputs each.</summary>
    public abstract int Groups { get; }

    /// <summary>The multiplications of a group, about.</summary>
    public abstract long Work { get; }

    /// <summary>G = X Xᵀ.</summary>
    /// <param name="group">Its columns.</param>
    /// <param name="gradient">Where X lies, in the parameters' layout.</param>
    public abstract unsafe void Square(int group, float* gradient);

    /// <summary>Q = a + b G + c G G, and P = Q at first, when G is brought to length as well.</summary>
    public abstract void Weigh(int group, bool isFirst);

    /// <summary>P = Q P, and G = Q Q G.</summary>
    public abstract void Multiply(int group, bool isFirst);

    /// <summary>Moves the group's outputs along P X.</summary>
    public abstract void Move(int group, in OptimizerUpdate update, ParameterVectors vectors);

    public abstract void Dispose();
}

/// <inheritdoc cref="MuonMatrix"/>
internal sealed unsafe class MuonMatrix<TLanes> : MuonMatrix
    where TLanes : struct, ILanes<TLanes>
{
    private readonly int _outputs;
    private readonly int _inputs;
    private readonly int _stride;
    private readonly int _from;
    private readonly int _rowStride;
    private readonly AlignedMemory _memory;

    // [output, output], rows of 16 a group; for all products from the left.
    private readonly float* _gram;
    private readonly float* _weights;

    // A group after another: [output, 16 columns]; for all products from the right.
    private readonly float* _gramColumns;
    private readonly float* _product;
    private readonly float* _scratch;

    // A group after another: [input, 16 outputs], and [16 outputs, input] as the parameters lie.
    private readonly float* _standing;
    private readonly float* _direction;
    private readonly float* _zeros;
    private float _squares;

    public MuonMatrix(ParameterLayout layout, Layer layer)
    {
        var isConvolution = layer < Layer.C5;
        _from = layout.Offset(layer, bias: false);
        _outputs = layout.Outputs(layer);
        _inputs = isConvolution ? layout.KernelLength(layer) : layout.Inputs(layer);
        _stride = isConvolution ? _inputs : layout.RowStride(layer);
        _rowStride = Block.RoundUp(_outputs);
        long square = _rowStride * _rowStride;
        long columns = Groups * ColumnsLength;
        long standing = Groups * StandingLength;
        _memory = new AlignedMemory(2 * square + 3 * columns + standing + (long)_rowStride * _stride + _rowStride);
        _gram = _memory.Pointer;
        _weights = _gram + square;
        _gramColumns = _weights + square;
        _product = _gramColumns + columns;
        _scratch = _product + columns;
        _standing = _scratch + columns;
        _direction = _standing + standing;
        _zeros = _direction + _rowStride * _stride;
    }

    public override int Groups => _rowStride / Block.Images;

    public override long Work => (long)_outputs * (_inputs + Muon.Iterations * 4L * _outputs);

    // With a row more, as an odd number of them is read in pairs.
    private int ColumnsLength => (_outputs + 1) * Block.Images;

    private int StandingLength => (_inputs + FullConnection.Slack) * Block.Images;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Square(int group, float* gradient)
    {
        var matrix = gradient + _from;
        var standing = _standing + group * StandingLength;
        var first = group * Block.Images;
        for (var output = 0; output < Math.Min(Block.Images, _outputs - first); output++)
        {
            var row = matrix + (first + output) * _stride;
            for (var input = 0; input < _inputs; input++)
            {
                standing[input * Block.Images + output] = row[input];
            }
        }

        new Span<float>(standing + _inputs * Block.Images, Block.Images).Clear();
        var columns = _gramColumns + group * ColumnsLength;
        FullConnection.Forward<TLanes>(matrix, _stride, _zeros, standing, _inputs, columns, _outputs, null);
        LayDown(columns, _gram, group);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Weigh(int group, bool isFirst)
    {
        var scale = 1.0;
        if (isFirst)
        {
            // The trace of X Xᵀ is the sum of X's squares.
            var squares = Squares();
            scale = squares >= Muon.LeastSquares ? 1 / squares : 0;
            if (group == 0)
            {
                _squares = (float)squares;
            }
        }

        var gram = _gramColumns + group * ColumnsLength;
        var squared = _scratch + group * ColumnsLength;
        FullConnection.Forward<TLanes>(_gram, _rowStride, _zeros, gram, _outputs, squared, _outputs, null);
        var (once, twice) = (TLanes.Broadcast((float)(Muon.B * scale)), TLanes.Broadcast((float)(Muon.C * scale * scale)));
        for (var at = 0; at < _outputs * Block.Images; at += TLanes.Count)
        {
            TLanes.Store(TLanes.FusedMultiplyAdd(twice, TLanes.Load(squared + at), once * TLanes.Load(gram + at)), squared + at);
        }

        var first = group * Block.Images;
        for (var output = first; output < Math.Min(first + Block.Images, _outputs); output++)
        {
            squared[output * Block.Images + output - first] += Muon.A;
        }

        LayDown(squared, _weights, group);
        if (isFirst)
        {
            new Span<float>(squared, _outputs * Block.Images).CopyTo(new Span<float>(_product + group * ColumnsLength, _outputs * Block.Images));
            var factor = TLanes.Broadcast((float)scale);
            for (var at = 0; at < _outputs * Block.Images; at += TLanes.Count)
            {
                TLanes.Store(factor * TLanes.Load(gram + at), gram + at);
            }
        }
    }

    public override void Multiply(int group, bool isFirst)
    {
        var gram = _gramColumns + group * ColumnsLength;
        var product = _product + group * ColumnsLength;
        var scratch = _scratch + group * ColumnsLength;
        if (!isFirst)
        {
            Weighted(product, scratch);
            new Span<float>(scratch, _outputs * Block.Images).CopyTo(new Span<float>(product, _outputs * Block.Images));
        }

        Weighted(gram, scratch);
        Weighted(scratch, gram);
        LayDown(gram, _gram, group);
    }

    public override void Move(int group, in OptimizerUpdate update, ParameterVectors vectors)
    {
        var scratch = _scratch + group * ColumnsLength;
        var standing = _standing + group * StandingLength;
        Weighted(_product + group * ColumnsLength, scratch);
        FullConnection.Backward<TLanes>(vectors.Gradient + _from, _stride, scratch, _outputs, standing, _inputs);
        var first = group * Block.Images;
        var count = Math.Min(Block.Images, _outputs - first);
        var direction = _direction + first * _stride;
        InputBlock.Transpose(standing, _inputs, count, direction, _stride);
        var from = _from + first * _stride;
        var length = _squares >= Muon.LeastSquares ? Muon.Length(_outputs, _inputs) / MathF.Sqrt(_squares) : 0;
        update.Move<TLanes>(vectors, from, from + Block.RoundUp(count * _stride), direction, length);
    }

    public override void Dispose() => _memory.Dispose();

    // Q times 16 columns.
    private void Weighted(float* columns, float* to) =>
        FullConnection.Forward<TLanes>(_weights, _rowStride, _zeros, columns, _outputs, to, _outputs, null);

    // 16 columns to where all are.
    private void LayDown(float* columns, float* matrix, int group)
    {
        for (var output = 0; output < _outputs; output++)
        {
            new Span<float>(columns + output * Block.Images, Block.Images).CopyTo(new Span<float>(matrix + output * _rowStride + group * Block.Images, Block.Images));
        }
    }

    private double Squares()
    {
        var sum = 0.0;
        for (var output = 0; output < _outputs; output++)
        {
            sum += _gram[output * (_rowStride + 1)];
        }

        return sum;
    }
}
