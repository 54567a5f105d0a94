using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MnistPipeline.Serve.Models;

/// <summary>What the model takes.</summary>
internal sealed class Picture
{
    /// <summary>A picture. ML.NET wants a size declared and takes pictures of any.</summary>
    [ImageType(28, 28)]
    public MLImage? Image { get; set; }
}
