using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.ML.Data;
using MnistPipeline.Serve.Digits;

namespace MnistPipeline.Serve.Http;

/// <summary>Whether the model reads a white picture and gives probabilities.</summary>
internal sealed class ModelHealthCheck(DigitEngines engines) : IHealthCheck
{
    private const int Side = 28;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answer = await engines.ReadAsync(White, cancellationToken);
        return Math.Abs(answer.Scores.Values.Sum() - 1) < 0.001
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The model's scores are no probabilities.");
    }

    private static MLImage White()
    {
        var bgra = new byte[4 * Side * Side];
        Array.Fill(bgra, byte.MaxValue);
        return MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Bgra32, bgra);
    }
}
