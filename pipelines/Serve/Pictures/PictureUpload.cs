using System.Buffers;
using SkiaSharp;

namespace MnistPipeline.Serve.Pictures;

/// <summary>The bytes of a picture that a client has sent, and the place among the large ones that they take.</summary>
internal sealed class PictureUpload : IDisposable
{
    private const int ChunkLength = 1 << 16;

    private readonly IDisposable? _place;

    private PictureUpload(SKData content, IDisposable? place) => (Content, _place) = (content, place);

    /// <summary>The bytes, which the upload disposes.</summary>
    public SKData Content { get; }

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="RefusedPictureException">It is a large one, and there is no place for it.</exception>
    public static async Task<PictureUpload> ReadAsync(Stream body, LargeUploads large, CancellationToken cancellationToken)
    {
        // It grows with what comes, as a client may announce much and send little; and by small parts, as large ones would stay long on the heap.
        var chunks = new List<byte[]>();
        var length = 0;
        IDisposable? place = null;
        try
        {
            while (true)
            {
                if (length == chunks.Count * ChunkLength)
                {
                    chunks.Add(ArrayPool<byte>.Shared.Rent(ChunkLength));
                }

                var count = await body.ReadAsync(chunks[^1].AsMemory(length % ChunkLength, ChunkLength - length % ChunkLength), cancellationToken);
                if (count == 0)
                {
                    return new PictureUpload(Joined(chunks, length), place);
                }

                length += count;
                place ??= length >= LargeUploads.MinBytes ? large.Take() : null;
            }
        }
        catch
        {
            place?.Dispose();
            throw;
        }
        finally
        {
            chunks.ForEach(chunk => ArrayPool<byte>.Shared.Return(chunk));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Content.Dispose();
        _place?.Dispose();
    }

    private static SKData Joined(List<byte[]> chunks, int length)
    {
        var content = SKData.Create(length);
        for (var start = 0; start < length; start += ChunkLength)
        {
            chunks[start / ChunkLength].AsSpan(0, Math.Min(ChunkLength, length - start)).CopyTo(content.Span[start..]);
        }

        return content;
    }
}
