using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace MnistPipeline.Serve.Page;

/// <summary><c>GET /</c>: the page to draw on, from the program itself. There is no folder of files to wander about in.</summary>
internal static class PageFiles
{
    /// <summary>Maps the page and what it is made of.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "index.html", "text/html; charset=utf-8");
        Map(routes, "/page.css", "page.css", "text/css; charset=utf-8");
        Map(routes, "/page.js", "page.js", "text/javascript; charset=utf-8");
        Map(routes, "/icon.svg", "icon.svg", "image/svg+xml");
    }

    private static void Map(IEndpointRouteBuilder routes, string address, string file, string contentType)
    {
        var content = Read(file);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(content))}\"");
        _ = routes.MapGet(address, (HttpResponse response) =>
        {
            // The browser keeps it, and asks each time whether it is still the same.
            response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content, contentType, entityTag: tag);
        });
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(file)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
