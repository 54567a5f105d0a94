using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using MnistPipeline.Tests.Data;
using SkiaSharp;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class ServeHostileTests
{
    [TestMethod]
    public async Task A_small_picture_is_read_before_the_large_ones_that_came_earlier()
    {
        using var service = ServeProcess.Start("--rate", "0");
        var (large, small) = (White(2000, 2000), WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png"));
        using (await service.PostAsync(small, "image/png"))
        {
        }

        var earlier = Enumerable.Range(0, 30).Select(_ => service.PostAsync(large, "image/png")).ToArray();
        using var first = await await Task.WhenAny(earlier);
        using var answer = await service.PostAsync(small, "image/png");
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.IsTrue(Array.Exists(earlier, one => !one.IsCompleted), "All large pictures were read before the small one.");
        foreach (var response in await Task.WhenAll(earlier))
        {
            using (response)
            {
                Assert.IsTrue(response.StatusCode is HttpStatusCode.OK || IsSentAway(response), $"{response.StatusCode}");
            }
        }
    }

    [TestMethod]
    public async Task More_large_bodies_than_there_is_room_for_are_sent_away_and_small_ones_are_not()
    {
        using var service = ServeProcess.Start("--rate", "0");
        byte[] small = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png");
        byte[] padded = [.. small, .. new byte[4_000_000]];
        var responses = await Task.WhenAll(Enumerable.Range(0, 60).Select(index => service.PostAsync(index % 2 == 0 ? padded : small, "image/png")));
        for (var index = 0; index < responses.Length; index++)
        {
            Assert.IsTrue(responses[index].StatusCode == HttpStatusCode.OK || (index % 2 == 0 && IsSentAway(responses[index])), $"{index}: {responses[index].StatusCode}");
            responses[index].Dispose();
        }

        // The room is there again.
        using var after = await service.PostAsync(padded, "image/png");
        Assert.AreEqual(HttpStatusCode.OK, after.StatusCode);
    }

    [TestMethod]
    public async Task A_large_photograph_is_decoded_at_a_smaller_scale_and_a_GIF_without_its_pixels_is_refused()
    {
        using var service = ServeProcess.Start("--rate", "0");
        using var photograph = new SKBitmap(4000, 3500);
        using (var canvas = new SKCanvas(photograph))
        using (var pen = new SKPaint { StrokeWidth = 300, StrokeCap = SKStrokeCap.Round })
        {
            canvas.Clear(SKColors.White);
            canvas.DrawLine(2000, 700, 2000, 2800, pen);
        }

        using var jpeg = photograph.Encode(SKEncodedImageFormat.Jpeg, 90);
        using var read = await service.PostAsync(jpeg.ToArray(), "image/jpeg");
        StringAssert.StartsWith(await read.Content.ReadAsStringAsync(), "{\"digit\":\"1\"");
        using var png = photograph.Encode(SKEncodedImageFormat.Png, 90);
        using var refused = await service.PostAsync(png.ToArray(), "image/png");
        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        var gif = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".gif");
        using var cut = await service.PostAsync(gif[..(gif.Length - 20)], "image/gif");
        Assert.AreEqual(HttpStatusCode.BadRequest, cut.StatusCode);
    }

    [TestMethod]
    public void A_client_that_stalls_does_not_hold_up_the_end()
    {
        using var service = ServeProcess.Start("--rate", "0");
        using var client = new TcpClient(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
        client.GetStream().Write(Encoding.ASCII.GetBytes("POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 300000\r\n\r\nx"));
        var (exitCode, error) = service.End(PosixSignal.SIGTERM);
        Assert.AreEqual(0, exitCode);
        Assert.AreEqual("", error);
    }

    private static bool IsSentAway(HttpResponseMessage response) => response is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta.TotalSeconds: 1 };

    private static byte[] White(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.White);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
