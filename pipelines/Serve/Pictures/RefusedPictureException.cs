namespace MnistPipeline.Serve.Pictures;

/// <summary>A picture that is not read: the status of the answer, and in one sentence why.</summary>
internal sealed class RefusedPictureException : Exception
{
    private RefusedPictureException(int status, string message, Exception? cause = null)
        : base(message, cause) => Status = status;

    /// <summary>The HTTP status that says it.</summary>
    public int Status { get; }

    /// <summary>Nothing that can be decoded.</summary>
    public static RefusedPictureException NotAPicture() => new(
        StatusCodes.Status400BadRequest, $"The body is not an undamaged picture: send a {PictureDecoder.Kinds}.");

    /// <summary>A picture of a kind that is not read.</summary>
    /// <param name="kind">The kind with its article.</param>
    public static RefusedPictureException OtherKind(string kind) => new(
        StatusCodes.Status400BadRequest, $"The body is {kind}: send a {PictureDecoder.Kinds}.");

    /// <summary>A form without a file, or a body that ends too early.</summary>
    public static RefusedPictureException Incomplete(Exception? cause = null) => new(
        StatusCodes.Status400BadRequest, "The body is not complete or has no picture in it: send one picture, or a form with one file.", cause);

    /// <summary>A body that is too long.</summary>
    public static RefusedPictureException TooManyBytes(int maxBytes, Exception? cause = null) => new(
        StatusCodes.Status413PayloadTooLarge, $"The body is longer than {maxBytes:N0} bytes: send a smaller picture.", cause);

    /// <summary>A picture that is too large.</summary>
    public static RefusedPictureException TooManyPixels(int width, int height, long maxPixels) => new(
        StatusCodes.Status413PayloadTooLarge, $"The picture has {width:N0} x {height:N0} pixels, more than {maxPixels:N0}: send a smaller one.");

    /// <summary>More pictures than can be read soon.</summary>
    public static RefusedPictureException TooManyWait() => new(
        StatusCodes.Status503ServiceUnavailable, "Too many pictures wait to be read: try again in a second, or send a smaller one.");

    /// <summary>A body that does not say that it is a picture.</summary>
    public static RefusedPictureException OtherContentType(string? contentType) => new(
        StatusCodes.Status415UnsupportedMediaType,
        $"The content type is {(string.IsNullOrEmpty(contentType) ? "missing" : $"'{contentType}'")}: send image/png, image/jpeg, image/bmp, image/gif, image/webp, or multipart/form-data with one file.");
}
