using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Model;
using MnistPipeline.Reading;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Model;

namespace MnistPipeline.Tests;

[TestClass]
public sealed class DigitReaderTests
{
    // How far single precision, whose logits of about 20 have a grain of 2e-6, may put a probability from the exact one.
    private const float Rounding = 2e-6f;

    private static readonly byte[][] Digits = RealDigits.Mnist(200);

    [TestMethod]
    public void Pictures_have_the_scores_of_the_zip_that_ML_NET_loads()
    {
        var context = new MLContext(1);
        var (zip, chain) = Save(context, DigitInput.Picture);
        using var reader = DigitReader.Open(new MemoryStream(zip), "model.zip");
        using var engine = context.Model.CreatePredictionEngine<PictureRow, Scored>(chain);
        foreach (var (name, grey, width, height) in TestPictures.All())
        {
            using var picture = GreyPicture.Create(grey, width, height);
            var probabilities = new float[10];
            AssertSame(engine.Predict(new PictureRow { Image = picture }), reader.Read(picture, probabilities), probabilities, name);
        }
    }

    [TestMethod]
    public void Pixels_have_the_scores_of_the_zip_that_ML_NET_loads()
    {
        var context = new MLContext(1);
        var (zip, chain) = Save(context, DigitInput.Pixels);
        using var reader = DigitReader.Open(new MemoryStream(zip), "model.zip");
        using var engine = context.Model.CreatePredictionEngine<PixelRow, Scored>(chain);
        var random = new Random(4);
        var noisy = Digits.Select(digit => digit.Select(pixel => (byte)(255 - pixel * random.Next(40, 101) / 100)).ToArray());
        foreach (var grey in Digits.Concat(noisy))
        {
            var probabilities = new float[10];
            AssertSame(
                engine.Predict(new PixelRow { Pixels = Array.ConvertAll(grey, pixel => (float)pixel) }), reader.ReadPixels(grey, probabilities), probabilities, "digit");
        }
    }

    [TestMethod]
    public void The_scores_are_those_of_double_precision_within_its_rounding()
    {
        using var reader = TrainedNetwork.Reader();
        var model = TrainedNetwork.Of(DigitInput.Pixels);
        foreach (var grey in Digits)
        {
            var (read, probabilities) = (new byte[784], new float[10]);
            DigitReading.Read(grey, read);
            var exact = PlainNetwork.Softmax([.. PlainNetwork.Logits(model.Parameters, read).Select(logit => logit / model.Metadata.Temperature)]);
            _ = reader.ReadPixels(grey, probabilities);
            Assert.IsLessThanOrEqualTo(Rounding, exact.Zip(probabilities, (precise, own) => Math.Abs(precise - own)).Max());
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(16)]
    [DataRow(17)]
    [DataRow(200)]
    public void Many_at_once_are_read_as_one_after_another(int count)
    {
        using var reader = TrainedNetwork.Reader();
        var (predictions, probabilities) = (new DigitPrediction[count], new float[10 * count]);
        byte[] all = [.. Digits.Take(count).SelectMany(digit => digit)];
        reader.ReadPixels(all, predictions, probabilities);
        var alone = new float[10];
        for (var index = 0; index < count; index++)
        {
            Assert.AreEqual(reader.ReadPixels(Digits[index], alone), predictions[index]);
            CollectionAssert.AreEqual(alone, probabilities[(10 * index)..(10 * index + 10)]);
        }

        var others = new DigitPrediction[count];
        reader.ReadPixels(all, others);
        CollectionAssert.AreEqual(predictions, others);
    }

    [TestMethod]
    public void Many_threads_get_the_bits_that_one_gets()
    {
        using var reader = TrainedNetwork.Reader();
        var expected = Digits.Select(digit => reader.ReadPixels(digit)).ToArray();
        byte[] together = [.. Digits[..100].SelectMany(digit => digit)];
        using var start = new Barrier(8);
        Task.WaitAll([.. Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(() => ReadAll(thread), TaskCreationOptions.LongRunning))]);

        void ReadAll(int thread)
        {
            start.SignalAndWait();
            for (var index = 0; index < Digits.Length; index++)
            {
                var digit = (index + 25 * thread) % Digits.Length;
                Assert.AreEqual(expected[digit], reader.ReadPixels(Digits[digit]));
            }

            var batch = new DigitPrediction[100];
            reader.ReadPixels(together, batch);
            CollectionAssert.AreEqual(expected[..100], batch);
        }
    }

    [TestMethod]
    public void Nothing_is_allocated_a_digit()
    {
        using var reader = TrainedNetwork.Reader();
        var (predictions, probabilities) = (new DigitPrediction[200], new float[2000]);
        byte[] all = [.. Digits.SelectMany(digit => digit)];
        Allocations.AssertNone(calls: 2, () =>
        {
            _ = reader.ReadPixels(Digits[7]);
            reader.ReadPixels(all, predictions, probabilities);
        });
    }

    [TestMethod]
    public void A_file_its_bytes_and_its_picture_read_the_same()
    {
        using var folder = new TemporaryFolder();
        using var reader = TrainedNetwork.Reader();
        foreach (var ending in new[] { ".png", ".jpg", ".bmp", ".gif", ".webp" })
        {
            var content = WrittenDigits.Picture(Digits[0], ending);
            var path = folder.Write("seven" + ending, content);
            using var picture = PictureFile.Open(path);
            var expected = reader.Read(picture);
            Assert.AreEqual("7", expected.Digit);
            Assert.AreEqual(expected, reader.ReadFile(path));
            Assert.AreEqual(expected, reader.ReadFile(content, "an upload"));
        }
    }

    [TestMethod]
    public void What_is_no_picture_is_named()
    {
        using var reader = TrainedNetwork.Reader();
        BadInput.Assert(() => reader.ReadFile("no/such.png"), "no/such.png");
        BadInput.Assert(() => reader.ReadFile("GIF89a but no more"u8, "the upload"), "the upload");
    }

    [TestMethod]
    public void The_probabilities_are_of_sum_one_and_the_two_best_are_named()
    {
        using var reader = TrainedNetwork.Reader();
        foreach (var digit in Digits)
        {
            var probabilities = new float[10];
            var prediction = reader.ReadPixels(digit, probabilities);
            Assert.AreEqual(1, probabilities.Sum(), 1e-5);
            var best = Enumerable.Range(0, 10).OrderByDescending(index => probabilities[index]).Take(2).ToArray();
            Assert.AreEqual(new DigitPrediction(reader.Classes[best[0]], probabilities[best[0]], reader.Classes[best[1]], probabilities[best[1]]), prediction);
        }
    }

    [TestMethod]
    public void Wrong_lengths_are_refused()
    {
        using var reader = TrainedNetwork.Reader();
        Assert.ThrowsExactly<ArgumentException>(() => reader.ReadPixels(new byte[783]));
        Assert.ThrowsExactly<ArgumentException>(() => reader.ReadPixels(Digits[0], new float[9]));
        Assert.ThrowsExactly<ArgumentException>(() => reader.ReadPixels(Digits[0], new DigitPrediction[2]));
        Assert.ThrowsExactly<ArgumentException>(() => reader.ReadPixels(Digits[0], new DigitPrediction[1], new float[11]));
    }

    [TestMethod]
    public void The_network_that_comes_along_reads_and_stays_open()
    {
        using (var first = DigitReader.Default)
        {
            Assert.AreEqual("7", first.ReadPixels(Digits[0]).Digit);
        }

        var answer = DigitReader.Default.ReadPixels(Digits[0]);
        Assert.AreEqual("7", answer.Digit);
        Assert.IsTrue(answer.IsDigit);
        Assert.IsFalse(DigitReader.Default.NeedsPerson(answer));
        Assert.AreEqual("MNIST", DigitReader.Default.Metadata.DataSet);
    }

    [TestMethod]
    public void A_reader_that_is_disposed_under_others_hands_refuses_their_next_call()
    {
        var reader = TrainedNetwork.Reader();
        using var reading = new CountdownEvent(4);
        Task[] threads = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => Assert.ThrowsExactly<ObjectDisposedException>(ReadOnAndOn), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Assert.IsTrue(reading.Wait(TimeSpan.FromMinutes(1)), "All of them read.");
        reader.Dispose();
        Task.WaitAll(threads);

        void ReadOnAndOn()
        {
            for (var reads = 0; ; reads++)
            {
                Assert.AreEqual("7", reader.ReadPixels(Digits[0]).Digit);
                if (reads == 0)
                {
                    _ = reading.Signal();
                }
            }
        }
    }

    private static (byte[] Zip, ITransformer Chain) Save(MLContext context, DigitInput input)
    {
        using var zip = new MemoryStream();
        context.Model.Save(StockTransformers.Build(context, TrainedNetwork.Of(input), input == DigitInput.Picture ? "Image" : "Pixels", OnnxScoring.Create), null, zip);
        zip.Position = 0;
        return (zip.ToArray(), context.Model.Load(zip, out _));
    }

    private static void AssertSame(Scored expected, DigitPrediction prediction, float[] probabilities, string name)
    {
        Assert.AreEqual(expected.PredictedLabel, prediction.Digit, name);
        Assert.AreEqual(probabilities.Max(), prediction.Confidence, name);
        Assert.IsLessThanOrEqualTo(2 * Rounding, expected.Score.Zip(probabilities, (zip, own) => Math.Abs(zip - own)).Max(), name);
    }

    private sealed class PictureRow
    {
        [ImageType(28, 28)]
        public MLImage? Image { get; set; }
    }

    private sealed class PixelRow
    {
        [VectorType(784)]
        public float[] Pixels { get; set; } = [];
    }

    private sealed class Scored
    {
        public string PredictedLabel { get; set; } = "";
        public float[] Score { get; set; } = [];
    }
}
