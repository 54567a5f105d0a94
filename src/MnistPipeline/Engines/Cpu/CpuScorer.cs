using System.Collections.Concurrent;
using MnistPipeline.Engines.Cpu.Rows;
using MnistPipeline.Model;
using MnistPipeline.Model.Strings;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// LeNet-5's forward pass alone, for any number of callers at once: each computes on its own thread, in memory that it takes from
/// a pool and brings back. The logits have the bits that <see cref="CpuEngine"/> gives. Once there is memory for as many callers as
/// come at a time, nothing is allocated.
/// </summary>
internal sealed unsafe class CpuScorer : IDisposable
{
    private readonly LeNet5Computation _computation;
    private readonly float[] _parameters;
    private readonly float[] _turned;
    private readonly ConcurrentBag<BlockMaps> _idle = [];
    private readonly ConcurrentBag<RowMaps> _idleRows = [];
    private volatile bool _isDisposed;

    /// <summary>Makes a scorer with the widest vectors of this processor.</summary>
    public CpuScorer(LeNet5Parameters parameters)
        : this(parameters, LeNet5Computation.WidestVectors)
    {
    }

    /// <summary>Makes a scorer with vectors of 128, 256 or 512 bits.</summary>
    internal CpuScorer(LeNet5Parameters parameters, int vectorBits)
    {
        _computation = LeNet5Computation.Create(parameters.Architecture.Checked(), vectorBits);
        _parameters = new float[_computation.Layout.Length];
        _turned = new float[SingleConnection.Length(_computation.Layout)];
        fixed (float* vector = _parameters)
        fixed (float* turned = _turned)
        {
            _computation.Layout.FromFlat(parameters.Values, vector);
            SingleConnection.Turn(_computation.Layout, vector, turned);
        }
    }

    /// <summary>The number of logits of an image.</summary>
    public int Classes => _computation.Architecture.Classes;

    /// <summary>Scores images once, with a scorer of their own.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="images">784 bytes an image, 0 background, 255 ink.</param>
    /// <returns>[image, class]</returns>
    public static float[] Logits(LeNet5Parameters parameters, ReadOnlySpan<byte> images)
    {
        using var scorer = new CpuScorer(parameters);
        var logits = new float[images.Length / Digit.Pixels * scorer.Classes];
        scorer.ComputeLogits(images, logits);
        return logits;
    }

    /// <summary>Scores images.</summary>
    /// <param name="images">784 bytes an image, 0 background, 255 ink; any number of images, fastest by the 16.</param>
    /// <param name="logits">Receives one logit a class for each image, image after image.</param>
    /// <exception cref="ArgumentException">The images are not of 784 bytes each, or there is not one logit a class for each.</exception>
    /// <exception cref="ObjectDisposedException">The scorer was disposed before the call.</exception>
    public void ComputeLogits(ReadOnlySpan<byte> images, Span<float> logits)
    {
        var count = images.Length / Digit.Pixels;
        if (images.Length != count * Digit.Pixels || logits.Length != count * Classes)
        {
            throw new ArgumentException($"{images.Length:N0} bytes of images for {logits.Length:N0} logits.", nameof(images));
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var maps = _idle.TryTake(out var idle) ? idle : new BlockMaps(_computation.Architecture);
        fixed (byte* pixels = images)
        fixed (float* scores = logits)
        fixed (float* parameters = _parameters)
        fixed (float* turned = _turned)
        {
            for (var first = 0; first < count; first += Block.Images)
            {
                var here = Math.Min(Block.Images, count - first);
                var from = pixels + (long)first * Digit.Pixels;
                if (here == 1)
                {
                    _computation.ForwardSingle(from, parameters, turned, maps);
                    new Span<float>(maps.Logits, Classes).CopyTo(new Span<float>(scores + (long)first * Classes, Classes));
                }
                else
                {
                    _computation.Forward(from, here, parameters, maps);
                    InputBlock.Transpose(maps.Logits, Classes, here, scores + (long)first * Classes, Classes);
                }
            }
        }

        BringBack(maps, _idle);
    }

    /// <summary>Scores the windows along a row of digits: up to rounding as <see cref="ComputeLogits"/> does, for a quarter of the work.</summary>
    /// <param name="row">28 lines of the row's columns.</param>
    /// <param name="columns">The row's columns, at least 28.</param>
    /// <returns>[window, class]</returns>
    /// <exception cref="ArgumentException">There are fewer than 28 columns, or not 28 lines.</exception>
    /// <exception cref="ObjectDisposedException">The scorer was disposed before the call.</exception>
    public float[] RowLogits(ReadOnlySpan<byte> row, int columns)
    {
        var logits = new float[RowWindows.Count(columns) * Classes];
        EngineInput.ThrowUnlessRows(row, [columns], logits, _computation.Architecture);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var maps = _idle.TryTake(out var idle) ? idle : new BlockMaps(_computation.Architecture);
        var rowMaps = _idleRows.TryTake(out var idleRow) ? idleRow : new RowMaps(_computation.Architecture);
        fixed (byte* pixels = row)
        fixed (float* scores = logits)
        fixed (float* parameters = _parameters)
        {
            _computation.ForwardRow(pixels, columns, parameters, rowMaps, maps, scores);
        }

        BringBack(maps, _idle);
        BringBack(rowMaps, _idleRows);
        return logits;
    }

    /// <summary>Frees the memory that no caller is computing in; a call under way frees its own.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        DisposeAll(_idle);
        DisposeAll(_idleRows);
    }

    private static void DisposeAll<TMaps>(ConcurrentBag<TMaps> idle)
        where TMaps : IDisposable
    {
        while (idle.TryTake(out var maps))
        {
            maps.Dispose();
        }
    }

    private void BringBack<TMaps>(TMaps maps, ConcurrentBag<TMaps> idle)
        where TMaps : IDisposable
    {
        if (_isDisposed)
        {
            maps.Dispose();
        }
        else
        {
            idle.Add(maps);
        }
    }
}
