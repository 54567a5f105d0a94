using MnistPipeline.Serve.Start;

namespace MnistPipeline.Serve.Page;

/// <summary><c>GET /network</c>: the page that shows the loaded network at work, which its run left beside the model.</summary>
internal static class NetworkPage
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps the page.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/network", (ServeOptions options, HttpResponse response) =>
    {
        if (PathOf(options) is not { } path)
        {
            return Results.Problem(
                $"There is no network.html beside {options.Model}: make one with Train, FineTune or Evaluate, and put it there.",
                statusCode: StatusCodes.Status404NotFound);
        }

        response.Headers.CacheControl = "no-cache";
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return Results.File(path, "text/html; charset=utf-8", lastModified: File.GetLastWriteTimeUtc(path));
    });

    /// <summary>Where the page is; null where there is none.</summary>
    public static string? PathOf(ServeOptions options)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.Model))!, "network.html");
        return File.Exists(path) ? path : null;
    }
}
