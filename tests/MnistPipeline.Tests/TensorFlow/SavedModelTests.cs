using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using MnistPipeline.Model;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.Model.TensorFlow.Format;
using MnistPipeline.Reading;
using MnistPipeline.TensorFlow.Native;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Model;

namespace MnistPipeline.Tests.TensorFlow;

[TestClass]
public sealed unsafe partial class SavedModelTests
{
    // A text of at most 22 bytes as TensorFlow keeps it: 24 bytes, the first of them four times the length.
    private const int TextSize = 24;

    [TestMethod]
    public void Its_signature_takes_pixels_and_gives_scores_and_labels()
    {
        const int Images = 12;
        using var folder = new TemporaryFolder();
        var model = FrozenGraphTests.TestModel(new LeNet5Architecture(), DigitInput.Pixels);
        SavedModelFolder.Write(folder.At("saved"), model.Parameters, model.Metadata);
        var saved = SavedModel.Parser.ParseFrom(File.ReadAllBytes(folder.At("saved", "saved_model.pb"))).MetaGraphs.Single();
        var signature = saved.SignatureDef["serving_default"];
        using var graph = new TensorFlowGraph(saved.GraphDef.ToByteArray());

        var digits = RealDigits.Mnist(Images).ToList();
        float[] pixels = [.. digits.SelectMany(digit => digit).Select(pixel => (float)pixel)];
        long[] shape = [Images, 28, 28];
        var scores = graph.Run(Node(signature.Inputs["pixels"]), pixels, shape, Node(signature.Outputs["scores"])).Chunk(10).ToList();
        var labels = graph.RunBytes(Node(signature.Inputs["pixels"]), pixels, shape, Node(signature.Outputs["label"])).Chunk(TextSize).ToList();
        for (var image = 0; image < Images; image++)
        {
            var read = new byte[784];
            DigitReading.Read(digits[image], read);
            var expected = PlainNetwork.Softmax([.. PlainNetwork.Logits(model.Parameters, read).Select(logit => logit / model.Metadata.Temperature)]);
            for (var index = 0; index < expected.Length; index++)
            {
                Assert.AreEqual(expected[index], scores[image][index], 1e-5);
            }

            Assert.AreEqual(model.Metadata.Classes[Array.IndexOf(expected, expected.Max())], Encoding.UTF8.GetString(labels[image], 1, labels[image][0] >> 2));
        }
    }

    [TestMethod]
    public void Tensorflows_own_loader_takes_it()
    {
        _ = TensorFlowEngineSuite.Runtime();
        using var folder = new TemporaryFolder();
        var model = FrozenGraphTests.TestModel(new LeNet5Architecture(), DigitInput.Pixels);
        SavedModelFolder.Write(folder.At("saved"), model.Parameters, model.Metadata);
        Assert.AreEqual("", Load(folder.At("saved")));
        Assert.AreNotEqual("", Load(folder.At("elsewhere")));
    }

    [TestMethod]
    public void A_folder_that_cannot_be_made_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", [1]);
        var model = FrozenGraphTests.TestModel(new LeNet5Architecture(), DigitInput.Pixels);
        var error = Assert.Throws<BadInputException>(() => SavedModelFolder.Write(file, model.Parameters, model.Metadata));
        StringAssert.Contains(error.Message, file);
    }

    private static string Node(TensorInfo info) => info.Name.Split(':')[0];

    // The loader that TensorFlow Serving is built on; gives its error message.
    private static string Load(string folder)
    {
        var load = (delegate* unmanaged<nint, nint, nint, nint*, int, nint, nint, nint, nint>)NativeLibrary.GetExport(
            NativeLibrary.Load(Path.Combine(TestFiles.TensorFlow(), "libtensorflow.so")), "TF_LoadSessionFromSavedModel");
        using var options = TensorFlowApi.TF_NewSessionOptions();
        using var graph = TensorFlowApi.TF_NewGraph();
        using var status = StatusHandle.Create();
        var (path, tag) = (Marshal.StringToCoTaskMemUTF8(folder), Marshal.StringToCoTaskMemUTF8("serve"));
        var session = load(options.DangerousGetHandle(), 0, path, &tag, 1, graph.DangerousGetHandle(), 0, status.DangerousGetHandle());
        Marshal.FreeCoTaskMem(path);
        Marshal.FreeCoTaskMem(tag);
        var message = status.IsOk ? "" : StatusHandle.Text(TensorFlowApi.TF_Message(status));
        if (session != 0)
        {
            using var closing = StatusHandle.Create();
            TensorFlowApi.TF_DeleteSession(session, closing);
        }

        return message;
    }
}
