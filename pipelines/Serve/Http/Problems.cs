namespace MnistPipeline.Serve.Http;

/// <summary>The sentences of the problems (RFC 7807) that ASP.NET Core finds before any endpoint is asked.</summary>
internal static class Problems
{
    /// <summary>Gives each problem a sentence.</summary>
    public static void Describe(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
        context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
        {
            StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed =>
                "There is nothing here: GET / is a page to draw on, POST /predict reads a picture, GET /health tells whether the model answers.",
            StatusCodes.Status500InternalServerError => "The service failed, and its log says why.",
            _ => null,
        };
}
