using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MnistPipeline.Serve.Digits;
using MnistPipeline.Serve.Page;
using MnistPipeline.Serve.Start;

namespace MnistPipeline.Serve.Http;

/// <summary><c>GET /health</c>: whether the models answer, which classes are known, whether strings are read, and whether there is a page of the network. Status 503 where one does not answer.</summary>
internal static class HealthEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapHealthChecks("/health", new HealthCheckOptions
    {
        ResponseWriter = (context, report) =>
        {
            var isHealthy = report.Status == HealthStatus.Healthy;
            return context.Response.WriteAsJsonAsync(new
            {
                Status = report.Status.ToString(),
                Classes = isHealthy ? context.RequestServices.GetRequiredService<DigitReading>().ClassNames : [],
                Strings = isHealthy && context.RequestServices.GetRequiredService<ServeOptions>().StringsModel.Length > 0,
                Network = NetworkPage.PathOf(context.RequestServices.GetRequiredService<ServeOptions>()) is not null,
            });
        },
    });
}
