using Microsoft.AspNetCore.Http.HttpResults;
using MnistPipeline.Serve.Digits;
using MnistPipeline.Serve.Start;

namespace MnistPipeline.Serve.Http;

/// <summary><c>POST /predict</c>: a picture in, the digit and the scores out.</summary>
internal static class PredictEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/predict", PredictAsync).RequireRateLimiting(ClientRate.Policy);

    private static async Task<Results<Ok<DigitAnswer>, ProblemHttpResult>> PredictAsync(
        HttpRequest request, DigitEngines engines, ServeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var content = await PictureBody.ReadAsync(request, options.MaxBytes, cancellationToken);
            return TypedResults.Ok(await engines.ReadAsync(() => PictureDecoder.Decode(content, options.MaxPixels), cancellationToken));
        }
        catch (RefusedPictureException refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: refused.Status);
        }
    }
}
