using Microsoft.ML.Data;

namespace MnistPipeline.Serve.Models;

/// <summary>A picture that waits to be read.</summary>
/// <param name="Client">Whose it is: its address.</param>
/// <param name="Cost">What it takes, about, in pixels.</param>
/// <param name="Open">Opens it. The caller disposes what it gives.</param>
internal sealed record PictureWork(string Client, long Cost, Func<MLImage> Open);
