using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using MnistPipeline.Tests.Data;
using SkiaSharp;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class ServeLimitsTests
{
    private const int MaxBytes = 20_000, MaxPixels = 10_000;

    private static readonly Lazy<ServeProcess> Service = new(() => ServeProcess.Start("--rate", "0", "--max-bytes=20000", "--max-pixels=10000"));

    [ClassCleanup]
    public static void StopService()
    {
        if (Service.IsValueCreated)
        {
            Service.Value.Dispose();
        }
    }

    [TestMethod]
    public async Task What_is_no_undamaged_picture_is_refused()
    {
        var png = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png");
        byte[][] bodies = [[], [0], "not a picture"u8.ToArray(), png[..(png.Length / 2)], png[..30], [.. png[..60], .. new byte[300]]];
        foreach (var body in bodies)
        {
            await AssertRefusedAsync(await Service.Value.PostAsync(body, "image/png"), HttpStatusCode.BadRequest, "picture");
        }
    }

    [TestMethod]
    public async Task Pictures_of_kinds_that_are_not_read_are_named()
    {
        await AssertRefusedAsync(await Service.Value.PostAsync([0, 0, 0, 24, .. "ftypheic\0\0\0\0mif1heic"u8], "application/octet-stream"), HttpStatusCode.BadRequest, "HEIC");
        await AssertRefusedAsync(await Service.Value.PostAsync([.. "II*\0\b\0\0\0\0\0"u8], "image/png"), HttpStatusCode.BadRequest, "TIFF");
    }

    [TestMethod]
    [DataRow("text/plain", "text/plain")]
    [DataRow("image/svg+xml", "image/svg+xml")]
    [DataRow("application/x-www-form-urlencoded", "application/x-www-form-urlencoded")]
    [DataRow(null, "missing")]
    public async Task Other_content_types_are_refused(string? contentType, string named)
    {
        var png = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png");
        await AssertRefusedAsync(await Service.Value.PostAsync(png, contentType), HttpStatusCode.UnsupportedMediaType, named);
    }

    [TestMethod]
    [DataRow("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n")]
    [DataRow("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.png\"\r\n\r\nb")]
    [DataRow("multipart/form-data; boundary=x", "")]
    [DataRow("multipart/form-data", "--x")]
    public async Task A_form_without_a_whole_file_is_refused(string contentType, string body) =>
        await AssertRefusedAsync(await Service.Value.PostAsync(Encoding.UTF8.GetBytes(body), contentType), HttpStatusCode.BadRequest, "one file");

    [TestMethod]
    public async Task A_body_of_too_many_bytes_is_refused_whether_its_length_is_told_or_not()
    {
        byte[] padded = [.. WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".bmp"), .. new byte[MaxBytes]];
        using (var longest = await Service.Value.PostAsync(padded[..MaxBytes], "image/bmp"))
        {
            Assert.AreEqual(HttpStatusCode.OK, longest.StatusCode);
        }

        await AssertRefusedAsync(await Service.Value.PostAsync(padded[..(MaxBytes + 1)], "image/bmp"), HttpStatusCode.RequestEntityTooLarge, "20,000 bytes");
        using var request = new HttpRequestMessage(HttpMethod.Post, "predict") { Content = new ByteArrayContent(padded[..(MaxBytes + 1)]) };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.ContentType = new("image/bmp");
        await AssertRefusedAsync(await Service.Value.Client.SendAsync(request), HttpStatusCode.RequestEntityTooLarge, "20,000 bytes");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(padded[..MaxBytes]), "picture", "a.bmp" } };
        await AssertRefusedAsync(await Service.Value.Client.PostAsync("predict", form), HttpStatusCode.RequestEntityTooLarge, "20,000 bytes");
    }

    [TestMethod]
    public async Task A_picture_of_too_many_pixels_is_refused_by_its_header_before_it_is_decoded()
    {
        using (var largest = await Service.Value.PostAsync(White(100, MaxPixels / 100), "image/png"))
        {
            Assert.AreEqual(HttpStatusCode.OK, largest.StatusCode);
        }

        await AssertRefusedAsync(await Service.Value.PostAsync(White(101, MaxPixels / 100), "image/png"), HttpStatusCode.RequestEntityTooLarge, "101 x 100");

        // Four billion pixels in a thousand bytes.
        var bomb = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".gif");
        bomb.AsSpan(6, 4).Fill(byte.MaxValue);
        await AssertRefusedAsync(await Service.Value.PostAsync(bomb, "image/gif"), HttpStatusCode.RequestEntityTooLarge, "65,535 x 65,535");
    }

    [TestMethod]
    public async Task Too_many_requests_from_one_address_wait_and_the_health_check_does_not()
    {
        using var service = ServeProcess.Start("--rate", "2");
        var png = WrittenDigits.Picture(MnistDigits.Test.PixelsOf(0), ".png");
        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => service.PostAsync(png, "image/png")));
        Assert.IsGreaterThanOrEqualTo(4, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        var late = responses.Where(response => response.StatusCode != HttpStatusCode.OK).ToArray();
        Assert.IsGreaterThan(10, late.Length);
        var wait = late.Max(response => response.Headers.RetryAfter!.Delta!.Value);
        Assert.IsInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), wait);
        foreach (var response in late)
        {
            await AssertRefusedAsync(response, HttpStatusCode.TooManyRequests, "2 pictures a second");
        }

        using var health = await service.Client.GetAsync("health");
        Assert.AreEqual(HttpStatusCode.OK, health.StatusCode);
        await Task.Delay(wait);
        using var after = await service.PostAsync(png, "image/png");
        Assert.AreEqual(HttpStatusCode.OK, after.StatusCode);
    }

    [TestMethod]
    [DataRow("GET", "predict", HttpStatusCode.MethodNotAllowed)]
    [DataRow("POST", "", HttpStatusCode.MethodNotAllowed)]
    [DataRow("GET", "index.html", HttpStatusCode.NotFound)]
    [DataRow("GET", "Page/", HttpStatusCode.NotFound)]
    [DataRow("GET", "../appsettings.json", HttpStatusCode.NotFound)]
    public async Task Other_addresses_say_what_there_is(string method, string address, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        await AssertRefusedAsync(await Service.Value.Client.SendAsync(request), status, "POST /predict");
    }

    [TestMethod]
    [DataRow("", "text/html")]
    [DataRow("page.css", "text/css")]
    [DataRow("page.js", "text/javascript")]
    [DataRow("icon.svg", "image/svg+xml")]
    public async Task The_page_is_its_own_and_the_browser_is_held_to_that(string address, string contentType)
    {
        using var response = await Service.Value.Client.GetAsync(address);
        Assert.AreEqual(contentType, response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("//", text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).Replace("// ", "", StringComparison.Ordinal));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        StringAssert.Contains(policy, "default-src 'none'");
        Assert.DoesNotContain("unsafe", policy);
        Assert.AreEqual("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());

        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        Assert.AreEqual(HttpStatusCode.NotModified, (await Service.Value.Client.SendAsync(again)).StatusCode);
    }

    private static byte[] White(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.White);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>It is a problem as RFC 7807 has it, with one sentence that has a word in it.</summary>
    private static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string word)
    {
        Assert.AreEqual(status, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.AreEqual((int)status, problem["status"]!.GetValue<int>());
        var detail = problem["detail"]!.GetValue<string>();
        StringAssert.Contains(detail, word);
        StringAssert.EndsWith(detail, ".");
        Assert.DoesNotContain(". ", detail);
        response.Dispose();
    }
}
