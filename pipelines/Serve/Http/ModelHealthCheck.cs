using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.ML.Data;
using MnistPipeline.Serve.Digits;
using MnistPipeline.Serve.Models;
using MnistPipeline.Serve.Numbers;

namespace MnistPipeline.Serve.Http;

/// <summary>Whether the model reads a white picture and gives probabilities, and that for strings, where there is one, reads nothing on it.</summary>
internal sealed class ModelHealthCheck(DigitReading digits, PictureEngines<NumberPrediction>? numbers = null) : IHealthCheck
{
    private const int Side = 28;

    // Before all pictures that wait.
    private static readonly PictureWork Work = new("", 0, White);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answer = await digits.ReadAsync(Work, cancellationToken);
        if (!(Math.Abs(answer.Scores.Values.Sum() - 1) < 0.001))
        {
            return HealthCheckResult.Unhealthy("The model's scores are no probabilities.");
        }

        var text = numbers is null ? "" : NumberAnswer.Of(await numbers.ReadAsync(Work, cancellationToken)).Text;
        return text.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The model for strings reads digits where there are none.");
    }

    private static MLImage White()
    {
        var bgra = new byte[4 * Side * Side];
        Array.Fill(bgra, byte.MaxValue);
        return MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Bgra32, bgra);
    }
}
