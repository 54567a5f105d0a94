using Google.Protobuf;
using MnistPipeline.Model;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.Model.TensorFlow.Format;
using MnistPipeline.Reading;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Model;

namespace MnistPipeline.Tests.TensorFlow;

[TestClass]
internal sealed class FrozenGraphTests
{
    [TestMethod]
    [DataRow(Activation.Tanh, Pooling.Average)]
    [DataRow(Activation.Relu, Pooling.Maximum)]
    public void Pictures_give_the_logits_of_what_is_read_in_them(Activation activation, Pooling pooling)
    {
        var model = TestModel(new LeNet5Architecture { Activation = activation, Pooling = pooling, C1Kernels = 4, Classes = 7 }, DigitInput.Picture);
        using var graph = new TensorFlowGraph(FrozenGraph.Write(model, "Input", 0.5f));
        foreach (var (name, grey, width, height) in TestPictures.All().Where((_, index) => index % 5 == 0))
        {
            using var image = GreyPicture.Create(grey, width, height);
            var planes = StockPlanes.Of(image);
            var digit = graph.Run("Input", planes, [1, 4, ReadingCanvas.Rows, ReadingCanvas.Columns], "digit");
            CollectionAssert.AreEqual(Array.ConvertAll(TestPictures.Read(image), value => (float)value), digit, name);
            AssertLogits(model, TestPictures.Read(image), graph.Run("Input", planes, [1, 4, ReadingCanvas.Rows, ReadingCanvas.Columns], FrozenGraph.OutputName), 0.5f);
        }
    }

    [TestMethod]
    [DataRow(DigitInput.Pixels, 1f, 30)]
    [DataRow(DigitInput.UnitPixels, 255f, 30)]
    [DataRow(DigitInput.Pixels, 1f, 1)]
    public void Pixels_of_any_number_of_images_give_the_logits_of_each(DigitInput input, float white, int images)
    {
        var model = TestModel(new LeNet5Architecture(), input);
        using var graph = new TensorFlowGraph(FrozenGraph.Write(model, "Input", 1));
        var digits = RealDigits.Mnist(images).ToList();
        float[] pixels = [.. digits.SelectMany(digit => digit).Select(pixel => pixel / white)];
        var logits = graph.Run("Input", pixels, [images, 784], FrozenGraph.OutputName).Chunk(10);
        foreach (var (digit, ofDigit) in digits.Zip(logits))
        {
            var read = new byte[784];
            DigitReading.Read(digit, read);
            AssertLogits(model, read, ofDigit, 1);
        }
    }

    [TestMethod]
    public void The_network_is_read_back_from_the_graph_and_from_one_that_tells_its_attributes_in_full()
    {
        var model = TestModel(new LeNet5Architecture { C3Kernels = 9, F6Neurons = 31, Classes = 3 }, DigitInput.UnitPixels);
        var bytes = FrozenGraph.Write(model, "Input", 1);
        var anew = GraphDef.Parser.ParseFrom(bytes);
        anew.Node.First(node => node.Op == "MatMul").Attr["transpose_a"] = new AttrValue { B = false };
        foreach (var file in new[] { bytes, anew.ToByteArray() })
        {
            var read = ModelFile.Load(new MemoryStream(file), "model.pb");
            CollectionAssert.AreEqual(model.Parameters.Values, read.Parameters.Values);
            Assert.AreEqual(model.Parameters.Architecture, read.Parameters.Architecture);
            CollectionAssert.AreEqual(model.Metadata.Classes.ToArray(), read.Metadata.Classes.ToArray());
            Assert.AreEqual(model.Metadata.Temperature, read.Metadata.Temperature);
            Assert.AreEqual(model.Input, read.Input);
        }
    }

    [TestMethod]
    public void A_damaged_graph_is_named_in_one_sentence()
    {
        var bytes = FrozenGraph.Write(TestModel(new LeNet5Architecture(), DigitInput.Picture), "Input", 1);
        for (var part = 1; part < 20; part++)
        {
            var error = Assert.Throws<BadInputException>(() => ModelFile.Load(new MemoryStream(bytes[..(bytes.Length * part / 20)]), "old/model.pb"));
            StringAssert.StartsWith(error.Message, "old/model.pb ");
        }
    }

    [TestMethod]
    [DataRow("C1.weight")]
    [DataRow("output.bias")]
    [DataRow("MnistPipeline.architecture")]
    public void A_graph_without_one_of_its_parts_is_refused(string part)
    {
        var graph = GraphDef.Parser.ParseFrom(FrozenGraph.Write(TestModel(new LeNet5Architecture(), DigitInput.Picture), "Input", 1));
        graph.Node.Remove(graph.Node.Single(node => node.Name == part));
        var error = Assert.Throws<BadInputException>(() => ModelFile.Load(new MemoryStream(graph.ToByteArray()), "model.pb"));
        StringAssert.Contains(error.Message, "holds no whole and unchanged LeNet-5");
    }

    /// <summary>A network whose biases are no zeros, as a trained one's are not.</summary>
    internal static TrainedModel TestModel(LeNet5Architecture architecture, DigitInput input)
    {
        var parameters = LeNet5Parameters.Initialize(architecture, 5);
        var random = new Random(3);
        foreach (var bias in architecture.Tensors().Where(tensor => tensor.IsBias))
        {
            foreach (ref var value in parameters[bias.Name])
            {
                value = random.NextSingle() - 0.5f;
            }
        }

        string[] classes = [.. Enumerable.Range(0, architecture.Classes).Select(index => $"class {index}")];
        return new TrainedModel(parameters, new ModelMetadata { Classes = classes, Temperature = 1.25 }, input);
    }

    private static void AssertLogits(TrainedModel model, byte[] digit, float[] logits, float scale)
    {
        var expected = PlainNetwork.Logits(model.Parameters, digit);
        Assert.HasCount(expected.Length, logits);
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.AreEqual(expected[index] * scale, logits[index], 1e-4);
        }
    }
}
