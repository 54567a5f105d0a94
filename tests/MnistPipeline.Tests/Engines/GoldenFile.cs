using System.IO.Compression;
using System.Text.Json;
using MnistPipeline.Engines;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

/// <summary>Values of LeNet-5 in double precision by PyTorch, and the parameters and images that they are for.</summary>
internal sealed class GoldenFile
{
    public const int Images = 64;

    private GoldenFile(JsonElement root, LeNet5Architecture architecture)
    {
        Root = root;
        Architecture = architecture;
        Parameters = InitialParameters(architecture);
    }

    public JsonElement Root { get; }

    public LeNet5Architecture Architecture { get; }

    public double[] Parameters { get; }

    public LeNet5Parameters FloatParameters => new(Architecture, Array.ConvertAll(Parameters, value => (float)value));

    public byte[] Pixels { get; } = Read("t10k-images-idx3-ubyte.gz", 16, Images * Digit.Pixels);

    public int[] Labels { get; } = Array.ConvertAll(Read("t10k-labels-idx1-ubyte.gz", 8, Images), label => (int)label);

    public static GoldenFile Load(Activation activation, Pooling pooling)
    {
        var path = Path.Combine(TestFiles.Golden, $"lenet5-{activation}-{pooling}.json".ToLowerInvariant());
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return new GoldenFile(document.RootElement.Clone(), new LeNet5Architecture { Activation = activation, Pooling = pooling });
    }

    /// <summary>A number of bytes of an IDX file, after its header.</summary>
    public static byte[] Read(string file, int header, int length)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(TestFiles.Mnist, file)), CompressionMode.Decompress);
        var bytes = new byte[header + length];
        stream.ReadExactly(bytes);
        return bytes[header..];
    }

    /// <summary>The optimizer of a golden run.</summary>
    public static OptimizerOptions Optimizer(JsonElement run, string name) => name == "adamw"
        ? new OptimizerOptions { Kind = OptimizerKind.AdamW, WeightDecay = run.GetProperty("weight_decay").GetSingle() }
        : new OptimizerOptions { Kind = OptimizerKind.Sgd, Momentum = run.GetProperty("momentum").GetSingle() };

    /// <summary>Compares logits with the golden ones.</summary>
    public void AssertLogits(double[] logits, double tolerance)
    {
        var expected = Root.GetProperty("logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(logit => logit.GetDouble()).ToArray();
        Assert.AreEqual(expected.Length, logits.Length);
        var scale = Math.Sqrt(expected.Average(logit => logit * logit));
        for (var at = 0; at < expected.Length; at++)
        {
            AssertClose(expected[at], logits[at], scale, tolerance, $"logit {at}");
        }
    }

    /// <summary>Compares a vector of all parameters' size with ten golden tensors.</summary>
    public void AssertTensors(string group, JsonElement owner, ReadOnlySpan<double> vector, double tolerance)
    {
        foreach (var tensor in Architecture.Tensors())
        {
            var expected = owner.GetProperty(group).GetProperty(tensor.Name.ToLowerInvariant());
            AssertTensor(expected, vector.Slice(tensor.Offset, tensor.Length), tolerance, tensor.Name);
        }
    }

    /// <summary>Compares a tensor with the sampled values, the sum and the norm of a golden one.</summary>
    public static void AssertTensor(JsonElement golden, ReadOnlySpan<double> actual, double tolerance, string name)
    {
        Assert.AreEqual(golden.GetProperty("count").GetInt32(), actual.Length, name);
        var at = golden.GetProperty("at").EnumerateArray().Select(index => index.GetInt32()).ToArray();
        var values = golden.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var norm = golden.GetProperty("l2").GetDouble();
        var scale = norm / Math.Sqrt(actual.Length);
        for (var sample = 0; sample < at.Length; sample++)
        {
            AssertClose(values[sample], actual[at[sample]], scale, tolerance, $"{name}[{at[sample]}]");
        }

        double sum = 0, squares = 0;
        foreach (var value in actual)
        {
            sum += value;
            squares += value * value;
        }

        AssertClose(norm, Math.Sqrt(squares), 0, tolerance, $"norm of {name}");
        AssertClose(golden.GetProperty("sum").GetDouble(), sum, norm, tolerance, $"sum of {name}");
    }

    /// <summary>Within the tolerance of the value, or of the scale where the value is near 0.</summary>
    public static void AssertClose(double expected, double actual, double scale, double tolerance, string name) =>
        Assert.IsLessThanOrEqualTo(
            tolerance * Math.Max(Math.Abs(expected), scale), Math.Abs(expected - actual), $"{name}: {actual:R} for {expected:R}");

    private static double[] InitialParameters(LeNet5Architecture architecture)
    {
        var values = new double[architecture.ParameterCount()];
        foreach (var (tensor, t) in architecture.Tensors().Select((tensor, t) => (tensor, t)))
        {
            var bound = tensor.IsBias ? 0.05 : 1 / Math.Sqrt(tensor.Length / (double)tensor.Shape[0]);
            for (var i = 0; i < tensor.Length; i++)
            {
                values[tensor.Offset + i] = bound * Math.Sin(0.3 + 1.7 * t + 0.9 * i + 0.0003 * i * i);
            }
        }

        return values;
    }
}
