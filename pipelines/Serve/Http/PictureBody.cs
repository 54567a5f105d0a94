using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MnistPipeline.Serve.Pictures;

namespace MnistPipeline.Serve.Http;

/// <summary>The picture that a request brings: its whole body, or the first file of its form.</summary>
internal static class PictureBody
{
    private const string Form = "multipart/form-data";

    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/jpg", "image/bmp", "image/gif", "image/webp", "application/octet-stream"];

    /// <summary>The bytes of the picture's file, which are kept once. The caller disposes them.</summary>
    /// <exception cref="RefusedPictureException">There is none, it is too long, or too many long ones are there at once.</exception>
    public static async Task<PictureUpload> ReadAsync(HttpRequest request, int maxBytes, LargeUploads large, CancellationToken cancellationToken)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        var isForm = Form.Equals(type, StringComparison.OrdinalIgnoreCase);
        if (!isForm && !Pictures.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw RefusedPictureException.OtherContentType(request.ContentType);
        }

        RefuseToldLength(request, maxBytes);
        try
        {
            return await PictureUpload.ReadAsync(isForm ? await FirstFileAsync(request.Body, parsed!.Boundary, cancellationToken) : request.Body, large, cancellationToken);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // The length was not told, and Kestrel has counted.
            throw RefusedPictureException.TooManyBytes(maxBytes, exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // What is wrong with a form or with a body that ends too early.
            throw RefusedPictureException.Incomplete(exception);
        }
    }

    private static void RefuseToldLength(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength <= maxBytes || request.ContentLength is null)
        {
            return;
        }

        // Kestrel would hang up, and the client, still sending, never see why; without its limit it reads for a few seconds on.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        throw RefusedPictureException.TooManyBytes(maxBytes);
    }

    private static async Task<Stream> FirstFileAsync(Stream body, Microsoft.Extensions.Primitives.StringSegment boundary, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(boundary).Value is { Length: > 0 } named ? named : throw RefusedPictureException.Incomplete(), body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.GetContentDispositionHeader()?.IsFileDisposition() == true)
            {
                return section.Body;
            }
        }

        throw RefusedPictureException.Incomplete();
    }
}
