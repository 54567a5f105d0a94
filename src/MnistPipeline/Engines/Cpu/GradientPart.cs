using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>Parameters whose gradient and update are one thread's work: so no sum is ever shared between threads.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Layer">The layer that they belong to.</param>
/// <param name="FirstOutput">The first neuron, for weights.</param>
/// <param name="Outputs">The number of neurons.</param>
/// <param name="From">Where they begin in the layout.</param>
/// <param name="To">Where they end in the layout, rounded up to 16.</param>
internal readonly record struct GradientPart(GradientKind Kind, Layer Layer, int FirstOutput, int Outputs, int From, int To)
{
    /// <summary>Whether Muon moves them, once the momentum of the whole matrix is there.</summary>
    public bool IsOfMatrix { get; private init; }

    // Enough for a thread to be worth waking, few enough to share out well.
    private const int ConvolutionLength = 512;

    /// <summary>All parameters of a network that move, the longest work last, where the threads begin.</summary>
    public static GradientPart[] CreateAll(ParameterLayout layout, OptimizerOptions optimizer)
    {
        var parts = new List<GradientPart>();
        for (var layer = Layer.C1; layer <= Layer.C3; layer++)
        {
            if (!optimizer.FrozenLayers.Contains(layer))
            {
                var biases = layout.Offset(layer, bias: true);
                AddConvolution(layer, layout.Offset(layer, bias: false), biases, optimizer.MovesAsMatrix(layer));
                AddConvolution(layer, biases, layout.Offset(layer + 1, bias: false), false);
            }
        }

        for (var layer = Layer.Output; layer >= Layer.C5; layer--)
        {
            if (optimizer.FrozenLayers.Contains(layer))
            {
                continue;
            }

            var outputs = layout.Outputs(layer);
            var biases = layout.Offset(layer, bias: true);
            parts.Add(new GradientPart(GradientKind.Biases, layer, 0, outputs, biases, biases + Block.RoundUp(outputs)));
            for (var first = 0; first < outputs; first += FullConnectionGradient.OutputTile)
            {
                var count = Math.Min(FullConnectionGradient.OutputTile, outputs - first);
                var from = layout.Offset(layer, bias: false) + first * layout.RowStride(layer);
                parts.Add(new GradientPart(GradientKind.Weights, layer, first, count, from, from + count * layout.RowStride(layer)) { IsOfMatrix = optimizer.MovesAsMatrix(layer) });
            }
        }

        return [.. parts];

        void AddConvolution(Layer layer, int first, int end, bool isOfMatrix)
        {
            for (var from = first; from < end; from += ConvolutionLength)
            {
                parts.Add(new GradientPart(GradientKind.Convolution, layer, 0, 0, from, Math.Min(from + ConvolutionLength, end)) { IsOfMatrix = isOfMatrix });
            }
        }
    }
}

/// <summary>How the gradient of some parameters is found.</summary>
internal enum GradientKind
{
    /// <summary>Of C1 and C3: the sum of what each block has added.</summary>
    Convolution,

    /// <summary>Some rows of a full connection's weights.</summary>
    Weights,

    /// <summary>All biases of a full connection.</summary>
    Biases,
}
