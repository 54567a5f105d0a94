using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Data;

namespace MnistPipeline.Tests.Data;

[TestClass]
public sealed class DigitDataViewTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void The_labels_are_keys_with_the_names_of_the_classes()
    {
        var digits = MnistDigits.First(100);
        var view = digits.ToDataView();
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Label"].GetKeyValues(ref names);
        CollectionAssert.AreEqual(digits.Classes.ToArray(), names.DenseValues().Select(name => name.ToString()).ToArray());
        var named = _context.Transforms.Conversion.MapKeyToValue("Name", "Label").Fit(view).Transform(view);
        CollectionAssert.AreEqual(MnistDigits.NamesOf(digits), named.GetColumn<string>("Name").ToArray());
    }

    [TestMethod]
    public void The_pixels_are_a_vector_of_784_numbers_from_0_to_255()
    {
        var digits = MnistDigits.First(100);
        var view = digits.ToDataView();
        Assert.AreEqual(784, ((VectorDataViewType)view.Schema["Pixels"].Type).Size);
        CollectionAssert.AreEqual(
            digits.Pixels.Select(pixel => (float)pixel).ToArray(),
            AllPixels(view));
    }

    [TestMethod]
    public void Mlnets_resizing_and_pixel_extraction_give_the_pixels_of_the_digits()
    {
        var digits = MnistDigits.First(100);
        var view = digits.ToDataView();
        var extracted = _context.Transforms.ResizeImages("Resized", 28, 28, "Image", ImageResizingEstimator.ResizingKind.IsoPad)
            .Append(_context.Transforms.ExtractPixels("Extracted", "Resized", ImagePixelExtractingEstimator.ColorBits.Blue))
            .Fit(view).Transform(view);
        CollectionAssert.AreEqual(
            digits.Pixels.Select(pixel => (float)pixel).ToArray(),
            extracted.GetColumn<float[]>("Extracted").SelectMany(pixels => pixels).ToArray());
    }

    [TestMethod]
    public void A_picture_of_each_digit_is_made_only_when_a_cursor_asks_for_it()
    {
        var made = 0;
        var digits = Opening(MnistDigits.First(100), () => made++);
        var view = digits.ToDataView();
        Assert.AreEqual(100, view.GetColumn<MLImage>("Image").Count());
        Assert.AreEqual(100, made);
        _ = view.GetColumn<float[]>("Pixels").Count() + view.GetColumn<uint>("Label").Count();
        using (var cursor = view.GetRowCursor(view.Schema))
        {
            var getter = cursor.GetGetter<MLImage>(view.Schema["Image"]);
            while (cursor.MoveNext())
            {
            }
        }

        Assert.AreEqual(100, made);
    }

    [TestMethod]
    public void Each_picture_is_disposed_when_the_next_is_made_and_the_last_with_the_cursor()
    {
        var view = MnistDigits.First(70).ToDataView();
        var pictures = new List<MLImage>();
        using (var cursor = view.GetRowCursor(view.Schema))
        {
            var getter = cursor.GetGetter<MLImage>(view.Schema["Image"]);
            MLImage picture = null!;
            while (cursor.MoveNext() && cursor.Position < 68)
            {
                getter(ref picture);
                Assert.AreEqual(28, picture.Width);
                pictures.Add(picture);
            }
        }

        Assert.HasCount(68, pictures);
        foreach (var picture in pictures)
        {
            Assert.ThrowsExactly<InvalidOperationException>(() => picture.Width);
        }
    }

    [TestMethod]
    [DataRow(1, false)]
    [DataRow(2, false)]
    [DataRow(3, true)]
    [DataRow(7, false)]
    [DataRow(40, true)]
    public void A_set_of_cursors_gives_each_row_once_in_batches_that_restore_the_order(int cursors, bool isShuffled)
    {
        var digits = MnistDigits.First(1000);
        var view = digits.ToDataView();
        var single = Rows([view.GetRowCursor(view.Schema, isShuffled ? new Random(1) : null)]);
        var set = view.GetRowCursorSet(view.Schema, cursors, isShuffled ? new Random(1) : null);
        Assert.HasCount(cursors, set);
        CollectionAssert.AreEqual(single, Rows(set));
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).Select(index => ((ulong)index, (uint)digits.Labels[index] + 1)).ToArray(), single);
        Assert.AreEqual(isShuffled, !single.SequenceEqual(single.Order()));

        static (ulong Id, uint Label)[] Rows(DataViewRowCursor[] set)
        {
            var rows = new List<(long Batch, ulong Id, uint Label)>();
            foreach (var cursor in set)
            {
                using (cursor)
                {
                    var idGetter = cursor.GetIdGetter();
                    var labelGetter = cursor.GetGetter<uint>(cursor.Schema["Label"]);
                    while (cursor.MoveNext())
                    {
                        var id = default(DataViewRowId);
                        uint label = 0;
                        idGetter(ref id);
                        labelGetter(ref label);
                        Assert.IsTrue(rows.Count == 0 || cursor.Position == 0 || rows[^1].Batch <= cursor.Batch, "The batches of a cursor go down.");
                        rows.Add((cursor.Batch, id.Low, label));
                    }
                }
            }

            return [.. rows.OrderBy(row => row.Batch).Select(row => (row.Id, row.Label))];
        }
    }

    [TestMethod]
    public void Mlnets_own_ways_of_looking_at_rows_work()
    {
        var digits = MnistDigits.First(200);
        var view = digits.ToDataView();
        Assert.AreEqual(200, view.GetRowCount());
        var taken = _context.Data.SkipRows(_context.Data.TakeRows(view, 150), 50);
        CollectionAssert.AreEqual(digits.Labels[50..150], taken.GetColumn<uint>("Label").Select(key => (int)key - 1).ToArray());
        Assert.HasCount(10, view.Preview(10).RowView);
        var shuffled = _context.Data.ShuffleRows(view, seed: 2).GetColumn<uint>("Label").ToArray();
        CollectionAssert.AreEquivalent(view.GetColumn<uint>("Label").ToArray(), shuffled);
        Assert.IsFalse(shuffled.SequenceEqual(view.GetColumn<uint>("Label")));
        var cached = _context.Data.Cache(view, "Label", "Pixels");
        CollectionAssert.AreEqual(AllPixels(view), AllPixels(cached));
        var index = 0;
        foreach (var row in _context.Data.CreateEnumerable<Row>(view, reuseRowObject: false))
        {
            Assert.AreEqual(digits.Labels[index] + 1, (int)row.Label);
            Assert.IsTrue(digits.PixelsOf(index).SequenceEqual(Array.ConvertAll(row.Pixels, pixel => (byte)pixel)));
            index++;
        }

        Assert.AreEqual(200, index);
        index = 0;
        foreach (var picture in view.GetColumn<MLImage>("Image"))
        {
            Assert.IsTrue(digits.PixelsOf(index++).SequenceEqual([.. picture.GetBGRPixels.Where((_, position) => position % 3 == 0)]));
        }
    }

    [TestMethod]
    public void A_trainer_and_an_evaluator_of_mlnet_see_the_classes_by_name()
    {
        var digits = MnistDigits.First(600);
        string[] names = [.. digits.Classes.Select(name => $"digit {name}")];
        var named = new DigitSet("named", digits.Pixels, digits.Labels, names).ToDataView();
        var scored = _context.MulticlassClassification.Trainers.NaiveBayes("Label", "Pixels").Fit(named).Transform(named);
        var metrics = _context.MulticlassClassification.Evaluate(scored);
        Assert.IsGreaterThan(0.5, metrics.MicroAccuracy);
        StringAssert.Contains(metrics.ConfusionMatrix.GetFormattedConfusionTable(), "digit 7", StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_column_that_was_not_asked_for_or_has_another_type_is_refused()
    {
        var view = MnistDigits.First(70).ToDataView();
        using var cursor = view.GetRowCursor([view.Schema["Label"]]);
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Image"]));
        Assert.ThrowsExactly<ArgumentException>(() => cursor.GetGetter<MLImage>(view.Schema["Image"]));
        Assert.ThrowsExactly<ArgumentException>(() => cursor.GetGetter<float>(view.Schema["Label"]));
        var getter = cursor.GetGetter<uint>(view.Schema["Label"]);
        var label = 0u;
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref label));
    }

    private static float[] AllPixels(IDataView view) => [.. view.GetColumn<float[]>("Pixels").SelectMany(pixels => pixels)];

    private static DigitSet Opening(DigitSet digits, Action opened) => new(
        digits.Name,
        digits.Pixels,
        digits.Labels,
        digits.Classes,
        index =>
        {
            opened();
            return digits.OpenPicture(index);
        });

    /// <summary>Without the picture, which ML.NET 5.0.1 sets in no row object.</summary>
    private sealed class Row
    {
        [KeyType(10)]
        public uint Label { get; set; }

        [VectorType(784)]
        public float[] Pixels { get; set; } = [];
    }
}
