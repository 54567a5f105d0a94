using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MnistPipeline.Tests.Data;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;

namespace MnistPipeline.Tests.Stages;

[TestClass]
public sealed class ServePageTests
{
    [TestMethod]
    [DataRow(PointerKind.Touch)]
    [DataRow(PointerKind.Mouse)]
    public void A_digit_is_read_while_it_is_drawn_with_a_finger_on_a_phone_and_with_a_mouse_on_a_desk(PointerKind drawnWith)
    {
        using var page = PageBrowser.Open(drawnWith, SampleRun.Service.Client.BaseAddress!);
        Assert.AreEqual("?", page.Digit);
        Assert.IsTrue(page.IsSeenWhole);
        var empty = page.Scores;
        Assert.IsTrue(empty.All(score => score.EndsWith(" 0.0 %", StringComparison.Ordinal)), string.Join(", ", empty));

        Assert.IsTrue(page.DrawAndSeeScores(PenStrokes.Three, pace: 70));
        page.Wait(() => page.Digit == "3");
        Assert.IsGreaterThan(0, page.Ink);

        page.Clear();
        page.Wait(() => page.Digit == "?");
        Assert.AreSequenceEqual(empty, page.Scores);
        Assert.AreEqual(0, page.Ink);

        AssertTraffic(page.Traffic());
        Assert.AreEqual("", string.Join("; ", page.Complaints()));
    }

    [TestMethod]
    public void The_shapes_of_real_digits_are_read_and_the_keyboard_reaches_clear()
    {
        using var page = PageBrowser.Open(PointerKind.Mouse, SampleRun.Service.Client.BaseAddress!);
        foreach (var index in new[] { 0, 1, 3 })
        {
            page.Draw(PenStrokes.Of(MnistDigits.Test, index), pace: 2);
            page.Wait(() => page.Digit == MnistDigits.Test.Classes[MnistDigits.Test.Labels[index]]);
            page.Clear();
        }

        page.Draw([PenStrokes.Three], pace: 2);
        page.Wait(() => page.Digit == "3");
        page.PressTabAndEnter();
        page.Wait(() => page.Digit == "?" && page.Ink == 0);
    }

    [TestMethod]
    public async Task The_page_leads_to_that_of_its_network_which_may_run_its_own_script_and_ask_nobody()
    {
        using var browser = Browser.Open(isPhone: false);
        browser.Driver.Navigate().GoToUrl(SampleRun.Service.Client.BaseAddress!);
        Waiting.Until(() => browser.Driver.FindElement(By.Id("network")).Displayed);
        browser.Driver.FindElement(By.Id("network")).Click();
        Waiting.Until(() => browser.Driver.FindElements(By.Id("answer")) is [{ Text.Length: > 0 }]);
        Assert.AreEqual("", string.Join("; ", browser.Complaints()));

        using var response = await SampleRun.Service.Client.GetAsync("network");
        var policy = string.Join(' ', response.Headers.GetValues("Content-Security-Policy"));
        StringAssert.StartsWith(policy, "default-src 'none'; script-src 'unsafe-inline';");
        Assert.DoesNotContain("connect-src", policy);
    }

    [TestMethod]
    public async Task A_model_without_its_page_says_how_to_make_one()
    {
        using var folder = new TemporaryFolder();
        File.Copy(SampleRun.Model, folder.At("model.zip"));
        using var service = ServeProcess.StartIn(folder.Path, "--model", "model.zip");
        using var response = await service.Client.GetAsync("network");
        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        StringAssert.Contains((await response.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.GetValue<string>(), "no network.html beside");
    }

    /// <summary>Nothing was asked of anybody but the service, and never two pictures at once.</summary>
    private static void AssertTraffic(List<(string Address, bool Begins)> traffic)
    {
        var root = SampleRun.Service.Client.BaseAddress!.ToString();
        Assert.IsEmpty(traffic.Where(request => !request.Address.StartsWith(root, StringComparison.Ordinal)));
        var pictures = traffic.Where(request => request.Address == root + "predict").Select(request => request.Begins).ToList();
        Assert.IsGreaterThanOrEqualTo(4, pictures.Count);
        Assert.AreSequenceEqual(pictures.Select((_, index) => index % 2 == 0), pictures);
    }
}
