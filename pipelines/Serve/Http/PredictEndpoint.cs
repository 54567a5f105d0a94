using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.ML.Data;
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
        HttpRequest request, DigitReading reading, ServeOptions options, CancellationToken cancellationToken) =>
        AnswerAsync(request, options, picture => reading.ReadAsync(picture, cancellationToken), cancellationToken);

    private static async Task<Results<Ok<NumberAnswer>, ProblemHttpResult>> PredictStringAsync(
        HttpRequest request, [FromServices] PictureEngines<NumberPrediction>? engines, ServeOptions options, CancellationToken cancellationToken) =>
        engines is null
            ? TypedResults.Problem("No model for strings was given: start the service with --strings-model.", statusCode: StatusCodes.Status404NotFound)
            : await AnswerAsync(request, options, async picture => NumberAnswer.Of(await engines.ReadAsync(picture, cancellationToken)), cancellationToken);

    private static async Task<Results<Ok<TAnswer>, ProblemHttpResult>> AnswerAsync<TAnswer>(
        HttpRequest request, ServeOptions options, Func<Func<MLImage>, Task<TAnswer>> read, CancellationToken cancellationToken)
    {
        try
        {
            var content = await PictureBody.ReadAsync(request, options.MaxBytes, cancellationToken);
            return TypedResults.Ok(await read(() => PictureDecoder.Decode(content, options.MaxPixels)));
        }
        catch (RefusedPictureException refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: refused.Status);
        }
    }
}
