using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MnistPipeline.Serve.Digits;
using MnistPipeline.Serve.Models;
using MnistPipeline.Serve.Numbers;
using MnistPipeline.Serve.Pictures;
using MnistPipeline.Serve.Start;

namespace MnistPipeline.Serve.Http;

/// <summary><c>POST /predict</c>: a picture in, the digit and the scores out. <c>POST /predict-string</c>: the text of a row of digits.</summary>
internal static class PredictEndpoint
{
    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        _ = routes.MapPost("/predict", PredictDigitAsync).RequireRateLimiting(ClientRate.Policy);
        _ = routes.MapPost("/predict-string", PredictStringAsync).RequireRateLimiting(ClientRate.Policy);
    }

    private static Task<Results<Ok<DigitAnswer>, ProblemHttpResult>> PredictDigitAsync(
        HttpRequest request, DigitReading reading, LargeUploads large, ServeOptions options, CancellationToken cancellationToken) =>
        AnswerAsync(request, large, options, picture => reading.ReadAsync(picture, cancellationToken), cancellationToken);

    private static async Task<Results<Ok<NumberAnswer>, ProblemHttpResult>> PredictStringAsync(
        HttpRequest request, [FromServices] PictureEngines<NumberPrediction>? engines, LargeUploads large, ServeOptions options, CancellationToken cancellationToken) =>
        engines is null
            ? TypedResults.Problem("No model for strings was given: start the service with --strings-model.", statusCode: StatusCodes.Status404NotFound)
            : await AnswerAsync(request, large, options, async picture => NumberAnswer.Of(await engines.ReadAsync(picture, cancellationToken)), cancellationToken);

    private static async Task<Results<Ok<TAnswer>, ProblemHttpResult>> AnswerAsync<TAnswer>(
        HttpRequest request, LargeUploads large, ServeOptions options, Func<PictureWork, Task<TAnswer>> read, CancellationToken cancellationToken)
    {
        try
        {
            using var upload = await PictureBody.ReadAsync(request, options.MaxBytes, large, cancellationToken);
            using var decoder = PictureDecoder.Open(upload.Content, options.MaxPixels);
            var client = request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
            return TypedResults.Ok(await read(new PictureWork(client, decoder.Cost, decoder.Decode)));
        }
        catch (RefusedPictureException refused)
        {
            if (refused.Status == StatusCodes.Status503ServiceUnavailable)
            {
                request.HttpContext.Response.Headers.RetryAfter = "1";
            }

            return TypedResults.Problem(refused.Message, statusCode: refused.Status);
        }
    }
}
