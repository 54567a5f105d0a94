namespace MnistPipeline.Serve.Pictures;

/// <summary>A few places for bodies of many bytes, so that many clients with such bodies do not fill the memory. There is always room for small ones.</summary>
internal sealed class LargeUploads : IDisposable
{
    /// <summary>From how many bytes on a body needs a place.</summary>
    public const int MinBytes = 1 << 18;

    private readonly SemaphoreSlim _free = new(2 * Environment.ProcessorCount);

    /// <summary>Takes a place, which is free again when it is disposed.</summary>
    /// <exception cref="RefusedPictureException">There is none.</exception>
    public IDisposable Take() => _free.Wait(0) ? new Place(_free) : throw RefusedPictureException.TooManyWait();

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Place(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => _ = free.Release();
    }
}
