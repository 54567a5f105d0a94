using Google.Protobuf;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Model.Onnx.Format;

namespace MnistPipeline.Tests.Model;

/// <summary>Model files that are not as they were written, and those that tell what cannot be.</summary>
[TestClass]
public sealed class DamagedModelTests
{
    private static readonly byte[] Whole = Write(LeNet5Parameters.Initialize(new LeNet5Architecture(), 7), Metadata);

    private static ModelMetadata Metadata => new() { Classes = [.. "0123456789".Select(digit => $"{digit}")] };

    [TestMethod]
    public void A_bit_that_flipped_anywhere_is_found()
    {
        ParallelLoop.Run(2000, number =>
        {
            var random = new Random(number);
            var damaged = Whole.ToArray();
            var (place, bit) = (random.Next(damaged.Length), random.Next(8));
            damaged[place] ^= (byte)(1 << bit);
            var error = Assert.Throws<BadInputException>(() => Load(damaged), $"bit {bit} of byte {place}");
            Assert.StartsWith("run/model.onnx ", error.Message);
        });
    }

    [TestMethod]
    public void A_file_of_an_earlier_version_has_no_checksum_and_one_of_this_version_must()
    {
        _ = Load(Changed(model => Value(model, "libraryVersion").Value = "0.1.0", checksum: false));
        _ = Assert.Throws<BadInputException>(() => Load(Changed(_ => { }, checksum: false)));
    }

    [TestMethod]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        Action<ModelProto>[] changes =
        [
            model => model.Graph.Initializer.Single(constant => constant.Name == "C3.weight").Dims[0] = 15,
            model => model.Graph.Initializer.Remove(model.Graph.Initializer.Single(constant => constant.Name == "F6.bias")),
            model => model.MetadataProps.Remove(Value(model, "architecture")),
            model => Value(model, "architecture").Value = "{",
            model => Value(model, "architecture").Value = """{"c1Kernels":0}""",
            model => Value(model, "classes").Value = """["0"]""",
            model => Value(model, "classes").Value = """["0","1","2","3","4","5","6","7","8",null]""",
            model => Value(model, "classes").Value = """["0","1","2","3","4","5","6","7","8","0"]""",
            model => Value(model, "temperature").Value = "NaN",
            model => Value(model, "temperature").Value = "Infinity",
            model => Value(model, "temperature").Value = "1e-320",
            model => Value(model, "input").Value = "99999999999",
            model => Value(model, "input").Value = "7",
            model => Value(model, "input").Value = "1",
            model => Value(model, "metrics").Value = "{",
            model => Value(model, "metrics").Value = """{"validation":{"accuracy":"high"}}""",
            model => model.Graph = null,
        ];
        _ = Load(Changed(_ => { }));
        foreach (var (number, change) in changes.Index())
        {
            _ = Assert.Throws<BadInputException>(() => Load(Changed(change)), $"change {number}");
        }
    }

    [TestMethod]
    public void Weights_that_overflow_are_refused_and_large_ones_that_do_not_are_read_as_numbers()
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            var parameters = LeNet5Parameters.Initialize(new LeNet5Architecture { Activation = activation }, 7);
            for (var scale = 1f; scale < 1e10f; scale *= 4)
            {
                var scaled = new LeNet5Parameters(parameters.Architecture, Array.ConvertAll(parameters.Values, value => value * scale));
                if (!scaled.AreSound())
                {
                    _ = Assert.Throws<BadInputException>(() => Load(Write(scaled, Metadata)));
                    continue;
                }

                var logits = new float[10];
                using var scorer = new CpuScorer(Load(Write(scaled, Metadata)).Parameters);
                scorer.ComputeLogits(Enumerable.Repeat(byte.MaxValue, Digit.Pixels).ToArray(), logits);
                Assert.IsTrue(Array.TrueForAll(logits, float.IsFinite), $"{activation} {scale}");
            }
        }

        var large = LeNet5Parameters.Initialize(new LeNet5Architecture(), 7);
        Array.Fill(large.Values, 1e38f);
        Assert.IsFalse(large.AreSound());
    }

    private static TrainedModel Load(byte[] content) => ModelFile.Load(new MemoryStream(content), "run/model.onnx");

    private static byte[] Write(LeNet5Parameters parameters, ModelMetadata metadata) => LeNet5Onnx.Write(parameters, metadata, DigitInput.Picture, "Input", 1);

    private static StringStringEntryProto Value(ModelProto model, string name) => model.MetadataProps.Single(property => property.Key == "MnistPipeline." + name);

    private static byte[] Changed(Action<ModelProto> change, bool checksum = true)
    {
        var model = ModelProto.Parser.ParseFrom(Whole);
        model.MetadataProps.Remove(Value(model, "checksum"));
        change(model);
        return checksum ? Checksum.Write(model) : model.ToByteArray();
    }
}
