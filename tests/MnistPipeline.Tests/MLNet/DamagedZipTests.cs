using System.IO.Compression;
using Google.Protobuf;
using MnistPipeline.Data;
using MnistPipeline.Hostility;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Tests.Data;

namespace MnistPipeline.Tests.MLNet;

/// <summary>A model.zip that is not as it was written, read by ML.NET as Evaluate does.</summary>
[TestClass]
public sealed class DamagedZipTests
{
    private static readonly DigitSet Digits = MnistDigits.First(2);
    private static readonly byte[] Whole = ZipReaders.Write(
        new TrainedModel(LeNet5Parameters.Initialize(Readers.Small, seed: 1), Readers.Metadata(Digits), DigitInput.Pixels));

    [TestMethod]
    public void A_bit_that_flipped_anywhere_is_found_or_changes_no_score()
    {
        using var folder = new TemporaryFolder();
        var scores = Score(folder, Whole);
        var refused = 0;
        for (var number = 0; number < 100; number++)
        {
            var random = new Random(number);
            var damaged = Whole.ToArray();
            var (place, bit) = (random.Next(damaged.Length), random.Next(8));
            damaged[place] ^= (byte)(1 << bit);
            try
            {
                Assert.AreSequenceEqual(scores, Score(folder, damaged), $"bit {bit} of byte {place}");
            }
            catch (BadInputException)
            {
                refused++;
            }
        }

        Assert.IsGreaterThan(80, refused);
    }

    [TestMethod]
    public void A_network_that_can_be_opened_and_not_computed_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var forged = WithNetwork(model =>
        {
            // It answers with the hundredth of the images, of which there is one.
            var last = model.Graph.Node.Single(node => node.Output.Contains(LeNet5Onnx.OutputName));
            last.Output[0] = "all";
            model.Graph.Initializer.Add(new TensorProto { Name = "hundredth", DataType = (int)TensorProto.Types.DataType.Int64, Dims = { 1 }, RawData = ByteString.CopyFrom(BitConverter.GetBytes(99L)) });
            model.Graph.Node.Add(new NodeProto { OpType = "Gather", Input = { "all", "hundredth" }, Output = { LeNet5Onnx.OutputName } });
        });
        var error = Assert.Throws<BadFileException>(() => Score(folder, forged));
        Assert.Contains("ONNX Runtime cannot compute it", error.Message);
    }

    private static float[] Score(TemporaryFolder folder, byte[] zip)
    {
        File.WriteAllBytes(folder.At("model.zip"), zip);
        return ScoringModel.Open(folder.At("model.zip")).Score(Digits, CancellationToken.None);
    }

    // In the zip the network lies behind its length.
    private static byte[] WithNetwork(Action<ModelProto> change)
    {
        using var zip = new MemoryStream();
        zip.Write(Whole);
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.Entries.Single(entry => entry.Name == "OnnxModel");
            var bytes = new byte[entry.Length];
            using var content = entry.Open();
            content.ReadExactly(bytes);
            var model = ModelProto.Parser.ParseFrom(bytes, sizeof(int), bytes.Length - sizeof(int));
            change(model);
            var changed = Checksum.Write(model);
            content.SetLength(0);
            content.Write([.. BitConverter.GetBytes(changed.Length), .. changed]);
        }

        return zip.ToArray();
    }
}
