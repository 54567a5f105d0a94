using System.Diagnostics;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Model.Onnx.Format;
using MnistPipeline.Reading;
using MnistPipeline.Tests.Data;
using ModelMetadata = MnistPipeline.Model.ModelMetadata;

namespace MnistPipeline.Tests.Model;

[TestClass]
internal sealed class LeNet5OnnxTests
{
    private static readonly LeNet5Architecture[] Architectures =
    [
        new(),
        new() { Activation = Activation.Tanh, Pooling = Pooling.Average },
        new() { C1Kernels = 3, C3Kernels = 5, C5Neurons = 17, F6Neurons = 9, Classes = 2, Activation = Activation.Tanh },
        new() { C1Kernels = 8, Classes = 47, Pooling = Pooling.Average },
    ];

    [TestMethod]
    [DataRow(GraphOptimizationLevel.ORT_DISABLE_ALL, 1, 16)]
    [DataRow(GraphOptimizationLevel.ORT_ENABLE_BASIC, 1, 16)]
    [DataRow(GraphOptimizationLevel.ORT_ENABLE_EXTENDED, 1, 16)]
    [DataRow(GraphOptimizationLevel.ORT_ENABLE_ALL, 1, 1)]
    [DataRow(GraphOptimizationLevel.ORT_ENABLE_ALL, 4, 16)]
    public void The_picture_graph_computes_reading_and_network(GraphOptimizationLevel level, int architectures, int everyOf)
    {
        foreach (var architecture in Architectures.Take(architectures))
        {
            var parameters = RandomParameters(architecture);
            using var session = Session(parameters, DigitInput.Picture, level);
            foreach (var (name, grey, width, height) in TestPictures.All().Where((_, index) => index % everyOf == 0))
            {
                using var picture = GreyPicture.Create(grey, width, height);
                AssertClose(PlainNetwork.Logits(parameters, TestPictures.Read(picture)), Run(session, StockPlanes.Of(picture), 1, 4, 112, 116), name);
            }
        }
    }

    [TestMethod]
    [DataRow(DigitInput.Pixels, 1f)]
    [DataRow(DigitInput.UnitPixels, 255f)]
    public void The_pixel_graphs_compute_reading_and_network(DigitInput input, float white)
    {
        var noise = new byte[784];
        new Random(4).NextBytes(noise);
        foreach (var architecture in Architectures)
        {
            var parameters = RandomParameters(architecture);
            using var session = Session(parameters, input);
            foreach (var pixels in RealDigits.Mnist(20).Append(new byte[784]).Append(noise))
            {
                var digit = new byte[784];
                DigitReading.Read(pixels, digit);
                AssertClose(PlainNetwork.Logits(parameters, digit), Run(session, [.. pixels.Select(pixel => pixel / white)], 1, 784), "digit");
            }
        }
    }

    [TestMethod]
    public void ONNX_Runtime_takes_the_one_thread_that_a_file_asks_for_and_not_the_many_that_it_would_take()
    {
        OnnxRuntimeEnvironment.Prepare();
        using var process = Process.GetCurrentProcess();
        var before = process.Threads.Count;
        using var options = new SessionOptions { IntraOpNumThreads = 100 };
        using var session = new InferenceSession(
            LeNet5Onnx.Write(RandomParameters(new LeNet5Architecture()), Metadata(10), DigitInput.Picture, "Picture", 1), options);
        process.Refresh();

        // Tests that run beside this one start some too.
        Assert.IsLessThan(before + 50, process.Threads.Count);
    }

    [TestMethod]
    public void Many_images_at_once_score_as_each_alone()
    {
        var parameters = RandomParameters(new LeNet5Architecture());
        using var session = Session(parameters, DigitInput.Pixels);
        var digits = RealDigits.Mnist(7);
        var together = Run(session, [.. digits.SelectMany(digit => digit).Select(pixel => (float)pixel)], 7, 784);
        var apart = digits.SelectMany(digit => Run(session, [.. digit.Select(pixel => (float)pixel)], 1, 784)).ToArray();
        for (var index = 0; index < apart.Length; index++)
        {
            Assert.AreEqual(apart[index], together[index], 1e-5f);
        }
    }

    [TestMethod]
    public void Colours_are_mixed_as_reading_mixes_them()
    {
        var parameters = RandomParameters(new LeNet5Architecture());
        using var session = Session(parameters, DigitInput.Picture);
        var random = new Random(2);
        var bytes = new byte[116 * 112 * 4];
        random.NextBytes(bytes);
        for (var alpha = 3; alpha < bytes.Length; alpha += 4)
        {
            bytes[alpha] = 255;
        }

        using var picture = Microsoft.ML.Data.MLImage.CreateFromPixels(116, 112, Microsoft.ML.Data.MLPixelFormat.Bgra32, bytes);
        AssertClose(PlainNetwork.Logits(parameters, TestPictures.Read(picture)), Run(session, StockPlanes.Of(picture), 1, 4, 112, 116), "colours");
    }

    [TestMethod]
    public void The_logits_are_multiplied_by_the_scale()
    {
        var parameters = RandomParameters(new LeNet5Architecture());
        float[] pixels = [.. RealDigits.Mnist(1)[0].Select(pixel => (float)pixel)];
        using var plain = Session(parameters, DigitInput.Pixels);
        using var scaled = new InferenceSession(LeNet5Onnx.Write(parameters, Metadata(10), DigitInput.Pixels, "Input", 0.25f));
        CollectionAssert.AreEqual(Run(plain, pixels, 1, 784).Select(logit => logit / 4).ToArray(), Run(scaled, pixels, 1, 784));
    }

    [TestMethod]
    [DataRow(DigitInput.Picture)]
    [DataRow(DigitInput.Pixels)]
    [DataRow(DigitInput.UnitPixels)]
    public void The_graph_is_sound_and_says_what_it_is(DigitInput input)
    {
        var model = ModelProto.Parser.ParseFrom(LeNet5Onnx.Write(RandomParameters(new LeNet5Architecture()), Metadata(10), input, "Input", 1));
        Assert.AreEqual(8, model.IrVersion);
        Assert.AreEqual(18, model.OpsetImport.Single().Version);
        var known = model.Graph.Input.Select(value => value.Name).Concat(model.Graph.Initializer.Select(constant => constant.Name)).ToList();
        foreach (var node in model.Graph.Node)
        {
            CollectionAssert.IsSubsetOf(node.Input.Distinct().ToList(), known, $"{node.Name} needs what comes before it");
            known.AddRange(node.Output);
        }

        CollectionAssert.AllItemsAreUnique(known);
        CollectionAssert.AllItemsAreUnique(model.Graph.Node.Select(node => node.Name).ToList());
        CollectionAssert.IsSubsetOf(model.Graph.Initializer.Select(constant => constant.Name).ToList(), model.Graph.Node.SelectMany(node => node.Input).ToList());
        foreach (var value in model.Graph.Input.Concat(model.Graph.Output))
        {
            var isPicture = input == DigitInput.Picture && value.Name == "Input";
            Assert.AreEqual((int)(isPicture ? TensorProto.Types.DataType.Uint8 : TensorProto.Types.DataType.Float), value.Type.TensorType.ElemType);
            Assert.IsGreaterThanOrEqualTo(2, value.Type.TensorType.Shape.Dim.Count);
        }

        string[] layers = ["C1", "C1.activation", "S2", "C3", "C3.activation", "S4", "C5", "C5.activation", "F6", "F6.activation", "output", "Logits"];
        CollectionAssert.IsSubsetOf(layers, model.Graph.Node.Select(node => node.Name).ToList());
    }

    [TestMethod]
    public void What_was_written_is_read_back()
    {
        foreach (var architecture in Architectures)
        {
            var parameters = RandomParameters(architecture);
            var metadata = Metadata(architecture.Classes) with { Temperature = 1.2345678901234567, DataSet = "naïve 数字", TrainingOptions = """{"epochs":5}""", Metrics = new RunMetrics { Validation = new SplitMetrics { Accuracy = 0.5 }, Seed = 7 } };
            var model = LeNet5Onnx.Load(new MemoryStream(LeNet5Onnx.Write(parameters, metadata, DigitInput.UnitPixels, "Input", 2)), "model.onnx");
            CollectionAssert.AreEqual(parameters.Values, model.Parameters.Values);
            Assert.AreEqual(architecture, model.Parameters.Architecture);
            CollectionAssert.AreEqual(metadata.Classes.ToArray(), model.Metadata.Classes.ToArray());
            Assert.AreEqual(metadata, model.Metadata with { Classes = metadata.Classes });
            Assert.AreEqual(DigitInput.UnitPixels, model.Input);
        }
    }

    [TestMethod]
    public void A_damaged_file_is_named_in_one_sentence()
    {
        var whole = LeNet5Onnx.Write(RandomParameters(new LeNet5Architecture()), Metadata(10), DigitInput.Picture, "Input", 1);
        var damaged = new List<byte[]> { Array.Empty<byte>(), Encoding.UTF8.GetBytes("label,pixel0\n5,0\n"), new byte[1000] };
        damaged.AddRange(Enumerable.Range(0, 50).Select(part => whole[..(whole.Length * part / 50)]));
        foreach (var bytes in damaged)
        {
            var error = Assert.Throws<BadInputException>(() => LeNet5Onnx.Load(new MemoryStream(bytes), "run/model.onnx"));
            StringAssert.StartsWith(error.Message, "run/model.onnx ");
            StringAssert.EndsWith(error.Message, "run.");
        }
    }

    private static LeNet5Parameters RandomParameters(LeNet5Architecture architecture)
    {
        var parameters = LeNet5Parameters.Initialize(architecture, 7);
        var random = new Random(3);
        foreach (var tensor in architecture.Tensors().Where(tensor => tensor.IsBias))
        {
            foreach (ref var bias in parameters[tensor.Name])
            {
                bias = random.NextSingle() - 0.5f;
            }
        }

        return parameters;
    }

    private static ModelMetadata Metadata(int classes) => new() { Classes = [.. Enumerable.Range(0, classes).Select(index => $"class {index}")] };

    private static InferenceSession Session(LeNet5Parameters parameters, DigitInput input, GraphOptimizationLevel level = GraphOptimizationLevel.ORT_ENABLE_ALL)
    {
        var model = LeNet5Onnx.Write(parameters, Metadata(parameters.Architecture.Classes), input, "Input", 1);
        using var options = new SessionOptions { GraphOptimizationLevel = level };
        return new InferenceSession(model, options);
    }

    private static float[] Run<T>(InferenceSession session, T[] values, params int[] shape)
    {
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("Input", new DenseTensor<T>(values, shape))]);
        return [.. results[0].AsTensor<float>()];
    }

    private static void AssertClose(double[] expected, float[] actual, string name)
    {
        Assert.HasCount(expected.Length, actual);
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.AreEqual(expected[index], actual[index], 1e-4, name);
        }
    }
}
