using System.Globalization;
using MnistPipeline.Tests.Stages;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;
using OpenQA.Selenium.Support.UI;

namespace MnistPipeline.Tests.Plots.Network;

/// <summary>The page of a network, opened from its file in a headless Chromium.</summary>
internal sealed class NetworkPageBrowser : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Browser _browser;

    /// <summary>Opens a page, or skips the test where there is no browser.</summary>
    public NetworkPageBrowser(byte[] page, bool isPhone = false, string language = "en", bool isDark = false)
    {
        _browser = Browser.Open(isPhone, language, isDark);
        Address = new Uri(_folder.Write("network.html", page));
        _browser.Driver.Navigate().GoToUrl(Address);
        Wait(() => Answer.Length > 0);
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>The digit that stands large on the page.</summary>
    public string Answer => TextOf("#answer");

    /// <summary>What an element says.</summary>
    public string TextOf(string selector) => Find(selector).Text;

    /// <summary>The element.</summary>
    public IWebElement Find(string selector) => _browser.Driver.FindElement(By.CssSelector(selector));

    /// <summary>What a script gives that sees the page's own names.</summary>
    public object? Run(string script, params object[] arguments) => _browser.Driver.ExecuteScript(script, arguments);

    /// <summary>What a script gives of numbers.</summary>
    public double[][] Numbers(string script, params object[] arguments) => [.. ((IEnumerable<object>)Run(script, arguments)!)
        .Select(row => ((IEnumerable<object>)row).Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).ToArray())];

    /// <summary>Gives the page a picture file, as if it was dropped there.</summary>
    /// <returns>The probabilities.</returns>
    public double[] Drop(byte[] picture) => [.. ((IEnumerable<object>)_browser.Driver.ExecuteAsyncScript(
        "const done = arguments[1]; paper.open(new Blob([bytesOf(arguments[0])])).then(() => done([...state.probabilities]))", Convert.ToBase64String(picture))!)
        .Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture))];

    /// <summary>Draws with the mouse along points of the paper, -1 to 1 each way.</summary>
    public void Draw(IReadOnlyList<(double X, double Y)> points)
    {
        var mouse = new PointerInputDevice(PointerKind.Mouse);
        var canvas = Find("#paper canvas");
        var half = canvas.Size.Width / 2.0;
        var way = new ActionSequence(mouse).AddAction(MoveTo(points[0])).AddAction(mouse.CreatePointerDown(MouseButton.Left));
        foreach (var point in points.Skip(1))
        {
            _ = way.AddAction(MoveTo(point));
        }

        _browser.Driver.PerformActions([way.AddAction(mouse.CreatePointerUp(MouseButton.Left))]);

        Interaction MoveTo((double X, double Y) point) =>
            mouse.CreatePointerMove(canvas, (int)(half * point.X), (int)(half * point.Y), TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Points at a place of an element, -1 to 1 each way.</summary>
    public void PointAt(string selector, double x, double y)
    {
        var element = Find(selector);
        _ = Run("arguments[0].scrollIntoView({ block: 'center' })", element);
        new Actions(_browser.Driver).MoveToElement(element, (int)(element.Size.Width / 2.0 * x), (int)(element.Size.Height / 2.0 * y)).Perform();
    }

    /// <summary>Gives an element the focus, and presses keys one after another.</summary>
    public void Press(string selector, params string[] keys) => Press(selector, actions => keys.Aggregate(actions, (all, key) => all.SendKeys(key)));

    /// <summary>Does so while Shift is held.</summary>
    public void PressWithShift(string selector, params string[] keys) =>
        Press(selector, actions => keys.Aggregate(actions.KeyDown(Keys.Shift), (all, key) => all.SendKeys(key)).KeyUp(Keys.Shift));

    private void Press(string selector, Func<Actions, Actions> keys)
    {
        _ = Run("arguments[0].focus()", Find(selector));
        keys(new Actions(_browser.Driver)).Perform();
    }

    /// <summary>Waits until something is so.</summary>
    public void Wait(Func<bool> condition) => _ = new WebDriverWait(_browser.Driver, TimeSpan.FromSeconds(30)).Until(_ => condition());

    /// <summary>That nothing was asked of anybody, and nothing was complained of.</summary>
    public void AssertKeptToItself()
    {
        var asked = _browser.Traffic().Select(request => request.Address).Where(address => !address.StartsWith("data:", StringComparison.Ordinal) && !address.StartsWith("blob:", StringComparison.Ordinal));
        Assert.AreEqual(Address.AbsoluteUri, string.Join(' ', asked.Distinct()));
        Assert.AreEqual("", string.Join("; ", _browser.Complaints()));
    }

    public void Dispose()
    {
        _browser.Dispose();
        _folder.Dispose();
    }
}
