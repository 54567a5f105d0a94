using Microsoft.Net.Http.Headers;
using MnistPipeline.Serve.Digits;

namespace MnistPipeline.Serve.Http;

/// <summary>The picture that a request brings: its whole body, or the first file of its form.</summary>
internal static class PictureBody
{
    private const string Form = "multipart/form-data";

    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/bmp", "image/gif", "image/webp"];

    /// <summary>The bytes of the picture's file.</summary>
    /// <exception cref="RefusedPictureException">There is none, or it is too long. Kestrel counts the bytes and stops reading.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        var isForm = Form.Equals(type, StringComparison.OrdinalIgnoreCase);
        if (!isForm && !Pictures.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw RefusedPictureException.OtherContentType(request.ContentType);
        }

        try
        {
            await using var picture = isForm ? await FirstFileAsync(request, cancellationToken) : request.Body;
            using var content = new MemoryStream();
            await picture.CopyToAsync(content, cancellationToken);
            return content.ToArray();
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw RefusedPictureException.TooManyBytes(maxBytes, exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // What is wrong with a form or with a body that ends too early.
            throw RefusedPictureException.Incomplete(exception);
        }
    }

    private static async Task<Stream> FirstFileAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        return form.Files.Count > 0 ? form.Files[0].OpenReadStream() : throw RefusedPictureException.Incomplete(null);
    }
}
