using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

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
            view.GetColumn<float[]>("Pixels").SelectMany(pixels => pixels).ToArray());
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
}
