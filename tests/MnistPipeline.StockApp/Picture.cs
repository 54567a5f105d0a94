using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MnistPipeline.StockApp;

internal sealed class Picture
{
    // ML.NET wants a size declared and takes pictures of any.
    [ImageType(28, 28)]
    public MLImage? Image { get; set; }
}
