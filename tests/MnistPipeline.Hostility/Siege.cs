using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using SkiaSharp;

namespace MnistPipeline.Hostility;

/// <summary>What clients of good will had of a service among hostile ones.</summary>
/// <param name="Answers">How many answers they got.</param>
/// <param name="Median">The median time of an answer.</param>
/// <param name="Percentile99">The time that one of a hundred answers took longer than.</param>
/// <param name="Failures">How many answers were none.</param>
/// <param name="PeakBytes">The most memory that the service had.</param>
internal sealed record SiegeResult(int Answers, TimeSpan Median, TimeSpan Percentile99, int Failures, long PeakBytes);

/// <summary>Serve with 60 hostile clients, whose pictures are large, padded, too large, slow or cut off, and four that send a digit twenty times a second.</summary>
/// <param name="serve">The program's file.</param>
/// <param name="model">The model.zip.</param>
/// <param name="digit">A PNG of a digit.</param>
internal sealed class Siege(string serve, string model, byte[] digit)
{
    private const int HostileClients = 60;
    private const int GoodClients = 4;
    private const int PaddedLength = 4_900_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly byte[] _large = White(2000);
    private readonly byte[] _tooLarge = White(4000);

    /// <summary>Besieges the service.</summary>
    /// <param name="duration">For so long.</param>
    public async Task<SiegeResult> RunAsync(TimeSpan duration)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [serve, "--model", model, "--urls", "http://127.0.0.1:0", "--rate", "0"]) { RedirectStandardOutput = true })!;
        try
        {
            var first = process.StandardOutput.ReadLine() ?? throw new BadInputException($"{serve} does not start.");
            var address = new Uri(first.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)));
            using var end = new CancellationTokenSource();
            var hostile = Enumerable.Range(0, HostileClients).Select(number => Task.Run(() => AttackAsync(number, address, end.Token))).ToArray();
            var good = await Task.WhenAll(Enumerable.Range(0, GoodClients).Select(_ => Task.Run(() => AskAsync(address, duration))));
            await end.CancelAsync();
            await Task.WhenAll(hostile);
            process.Refresh();
            TimeSpan[] times = [.. good.SelectMany(one => one.Times).Order()];
            return new SiegeResult(times.Length, times[times.Length / 2], times[times.Length * 99 / 100], good.Sum(one => one.Failures), process.PeakWorkingSet64);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private async Task<(List<TimeSpan> Times, int Failures)> AskAsync(Uri address, TimeSpan duration)
    {
        using var client = new HttpClient { BaseAddress = address };
        var (times, failures, clock) = (new List<TimeSpan>(), 0, Stopwatch.StartNew());
        while (clock.Elapsed < duration)
        {
            var startedAt = Stopwatch.GetTimestamp();
            using var answer = await client.PostAsync("predict", Body(digit));
            times.Add(Stopwatch.GetElapsedTime(startedAt));
            failures += answer.IsSuccessStatusCode ? 0 : 1;
            await Task.Delay(Pause);
        }

        return (times, failures);
    }

    private async Task AttackAsync(int number, Uri address, CancellationToken end)
    {
        using var client = new HttpClient { BaseAddress = address };
        while (!end.IsCancellationRequested)
        {
            try
            {
                var attack = (number % 5) switch
                {
                    0 => PostAsync(client, _large, end),
                    1 => PostAsync(client, [.. _large, .. new byte[PaddedLength - _large.Length]], end),
                    2 => PostAsync(client, _tooLarge, end),
                    3 => TrickleAsync(address, end),
                    _ => BreakOffAsync(address, end),
                };
                await attack;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or OperationCanceledException)
            {
                // What is done to hostile clients is no matter.
            }
        }
    }

    private static async Task PostAsync(HttpClient client, byte[] content, CancellationToken end)
    {
        using var answer = await client.PostAsync("predict", Body(content), end);
    }

    private static async Task TrickleAsync(Uri address, CancellationToken end)
    {
        using var client = new TcpClient(address.Host, address.Port);
        await SendHeadAsync(client, PaddedLength, end);
        while (true)
        {
            await client.GetStream().WriteAsync(new byte[32], end);
            await Task.Delay(200, end);
        }
    }

    private async Task BreakOffAsync(Uri address, CancellationToken end)
    {
        using var client = new TcpClient(address.Host, address.Port);
        await SendHeadAsync(client, _large.Length, end);
        await client.GetStream().WriteAsync(_large.AsMemory(0, 1000), end);
        await Task.Delay(Pause, end);
    }

    private static ValueTask SendHeadAsync(TcpClient client, int length, CancellationToken end) => client.GetStream().WriteAsync(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: {length}\r\n\r\n")), end);

    private static ByteArrayContent Body(byte[] content) => new(content) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };

    private static byte[] White(int side)
    {
        using var bitmap = new SKBitmap(side, side, SKColorType.Gray8, SKAlphaType.Opaque);
        bitmap.Erase(SKColors.White);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
