using MnistPipeline.Engines.Plain;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Explanation;

/// <summary>Tells how a trained network comes to its answer: what each step gives, and which pixels spoke for a class.</summary>
public sealed class NetworkExplainer
{
    // The sum of the attributions then misses what it is to be by a percent of the largest logit or two, which no picture shows.
    private const int PathSteps = 64;

    private readonly LeNet5Architecture _architecture;
    private readonly PlainComputation _computation;
    private readonly double[] _parameters;

    /// <summary>Explains one network.</summary>
    /// <param name="parameters">The trained network.</param>
    public NetworkExplainer(LeNet5Parameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _architecture = parameters.Architecture;
        _computation = new PlainComputation(_architecture);
        _parameters = Array.ConvertAll(parameters.Values, value => (double)value);
    }

    /// <summary>What each of the eight steps gives, from the input to the output.</summary>
    /// <param name="digit">784 bytes, row by row, 0 background, 255 ink.</param>
    /// <exception cref="ArgumentException">There are not 784 bytes.</exception>
    public IReadOnlyList<LayerMaps> Steps(ReadOnlySpan<byte> digit)
    {
        var shape = _architecture;
        var layers = _computation.Forward(Normalised(digit), _parameters);
        return
        [
            new LayerMaps("input", 1, Digit.Size, layers.Input),
            new LayerMaps("C1", shape.C1Kernels, Digit.Size, layers.C1Activated),
            new LayerMaps("S2", shape.C1Kernels, LeNet5Architecture.S2Size, layers.S2),
            new LayerMaps("C3", shape.C3Kernels, LeNet5Architecture.C3Size, layers.C3Activated),
            new LayerMaps("S4", shape.C3Kernels, LeNet5Architecture.S4Size, layers.S4),
            new LayerMaps("C5", shape.C5Neurons, 1, layers.C5Activated),
            new LayerMaps("F6", shape.F6Neurons, 1, layers.F6Activated),
            new LayerMaps("output", shape.Classes, 1, layers.Logits),
        ];
    }

    /// <summary>
    /// The attribution of each pixel: integrated gradients (Sundararajan, Taly, Yan 2017) on the way from an empty picture to the digit.
    /// The sum over all pixels is, nearly, the logit of <paramref name="answer"/> for the digit less that for an empty picture.
    /// </summary>
    /// <param name="digit">784 bytes, row by row, 0 background, 255 ink.</param>
    /// <param name="answer">The index of a class.</param>
    /// <param name="against">
    /// The index of another class whose logit is taken off that of <paramref name="answer"/>, which shows what decided between the two; null for none.
    /// </param>
    /// <returns>[row, column]: above 0 for, below 0 against; 0 where there is no ink.</returns>
    /// <exception cref="ArgumentException">There are not 784 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is none of the network's.</exception>
    public double[] PixelAttributions(ReadOnlySpan<byte> digit, int answer, int? against = null)
    {
        var classes = _architecture.Classes;
        ThrowUnlessClass(answer, classes, nameof(answer));
        ThrowUnlessClass(against ?? answer, classes, nameof(against));
        var end = Normalised(digit);
        var start = PlainComputation.Normalised(new byte[end.Length]);
        var path = new double[PathSteps * end.Length]; // [step, row, column]
        var slopes = new double[PathSteps * classes]; // [step, class]
        for (var step = 0; step < PathSteps; step++)
        {
            var share = (step + 0.5) / PathSteps;
            for (var pixel = 0; pixel < end.Length; pixel++)
            {
                path[step * end.Length + pixel] = start[pixel] + share * (end[pixel] - start[pixel]);
            }

            slopes[step * classes + answer] += 1.0 / PathSteps;
            if (against is { } other)
            {
                slopes[step * classes + other] -= 1.0 / PathSteps;
            }
        }

        var gradient = _computation.Backward(_computation.Forward(path, _parameters), _parameters, slopes, new double[_parameters.Length]);
        var attributions = new double[end.Length];
        for (var at = 0; at < gradient.Length; at++)
        {
            var pixel = at % end.Length;
            attributions[pixel] += gradient[at] * (end[pixel] - start[pixel]);
        }

        return attributions;
    }

    private static double[] Normalised(ReadOnlySpan<byte> digit) => digit.Length == Digit.Pixels
        ? PlainComputation.Normalised(digit)
        : throw new ArgumentException($"{digit.Length:N0} bytes for {Digit.Pixels:N0} pixels.", nameof(digit));

    private static void ThrowUnlessClass(int index, int classes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, classes, name);
    }
}
