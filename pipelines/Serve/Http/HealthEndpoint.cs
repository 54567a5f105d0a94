using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MnistPipeline.Serve.Digits;

namespace MnistPipeline.Serve.Http;

/// <summary><c>GET /health</c>: whether the model answers, and which classes it knows. Status 503 where it does not answer.</summary>
internal static class HealthEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapHealthChecks("/health", new HealthCheckOptions
    {
        ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(new
        {
            Status = report.Status.ToString(),
            Classes = report.Status == HealthStatus.Healthy ? context.RequestServices.GetRequiredService<DigitModel>().ClassNames : [],
        }),
    });
}
