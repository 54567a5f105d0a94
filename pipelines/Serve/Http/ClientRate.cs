using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace MnistPipeline.Serve.Http;

/// <summary>How many pictures one client may send: a bucket of tokens for each address.</summary>
internal static class ClientRate
{
    /// <summary>The name by which an endpoint asks for the limit.</summary>
    public const string Policy = "client";

    /// <summary>Sets the limit.</summary>
    /// <param name="limiter">Where to set it.</param>
    /// <param name="rate">Requests a second, twice as many at once; 0 for any number.</param>
    public static void Limit(RateLimiterOptions limiter, int rate)
    {
        _ = limiter.AddPolicy(Policy, context => rate == 0
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new TokenBucketRateLimiterOptions
            {
                TokensPerPeriod = rate,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                TokenLimit = 2 * rate,
            }));
        limiter.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected, rate));
    }

    private static Task RefuseAsync(OnRejectedContext rejected, int rate)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.FromSeconds(1);
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            $"More than {rate:N0} pictures a second came from this address: try again in {seconds} s.",
            statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext);
    }
}
