using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;
using OpenQA.Selenium.Remote;
using OpenQA.Selenium.Support.UI;

namespace MnistPipeline.Tests.Stages;

/// <summary>The page of Serve in a headless Chromium, drawn on by real pointer events.</summary>
internal sealed class PageBrowser : IDisposable
{
    private readonly Browser _browser;
    private readonly RemoteWebDriver _driver;
    private readonly PointerInputDevice _pointer;
    private readonly IWebElement _paper;

    private PageBrowser(Browser browser, PointerKind pointer, Uri address)
    {
        (_browser, _driver, _pointer) = (browser, browser.Driver, new PointerInputDevice(pointer));
        _driver.Navigate().GoToUrl(address);
        _paper = _driver.FindElement(By.TagName("canvas"));
        Wait(() => Scores.Length == 10);
    }

    /// <summary>The digit that stands large on the page.</summary>
    public string Digit => _driver.FindElement(By.Id("digit")).Text;

    /// <summary>The scores in words, one a class.</summary>
    public string[] Scores
    {
        get
        {
            // All at once, as rows come and go while one writes a number.
            var rows = _driver.ExecuteScript("return [...document.querySelectorAll('#scores li')].map(row => row.innerText)");
            return [.. ((IEnumerable<object>)rows!).Select(row => ((string)row).ReplaceLineEndings(" "))];
        }
    }

    /// <summary>How many pixels of the paper bear ink.</summary>
    public long Ink => (long)_driver.ExecuteScript("""
        const paper = document.querySelector('canvas');
        const copy = new OffscreenCanvas(paper.width, paper.height).getContext('2d', { willReadFrequently: true });
        copy.drawImage(paper, 0, 0);
        return copy.getImageData(0, 0, paper.width, paper.height).data.filter((value, index) => index % 4 === 0 && value < 128).length;
        """)!;

    /// <summary>Whether the page is no wider than the window and all scores are seen without scrolling.</summary>
    public bool IsSeenWhole => (bool)_driver.ExecuteScript(
        "return document.documentElement.scrollWidth <= innerWidth && document.querySelector('#scores').getBoundingClientRect().bottom <= innerHeight")!;

    /// <summary>Opens the page, or skips the test where there is no browser.</summary>
    /// <param name="pointer">A finger on a phone, or a mouse on a desk.</param>
    /// <param name="address">Where the service listens.</param>
    public static PageBrowser Open(PointerKind pointer, Uri address) => new(Browser.Open(isPhone: pointer == PointerKind.Touch), pointer, address);

    /// <summary>For each stroke puts the pen down, moves it along the points, and lifts it.</summary>
    /// <param name="strokes">The points of each.</param>
    /// <param name="pace">The milliseconds from one point to the next.</param>
    public void Draw(IEnumerable<(double X, double Y)[]> strokes, int pace)
    {
        var half = _paper.Size.Width / 2.0;
        var way = new ActionSequence(_pointer);
        foreach (var stroke in strokes)
        {
            _ = way.AddAction(MoveTo(stroke[0], 0)).AddAction(_pointer.CreatePointerDown(MouseButton.Left));
            foreach (var point in stroke.Skip(1))
            {
                _ = way.AddAction(MoveTo(point, pace));
            }

            _ = way.AddAction(_pointer.CreatePointerUp(MouseButton.Left));
        }

        _driver.PerformActions([way]);

        Interaction MoveTo((double X, double Y) point, int milliseconds) =>
            _pointer.CreatePointerMove(_paper, (int)(half * point.X), (int)(half * point.Y), TimeSpan.FromMilliseconds(milliseconds));
    }

    /// <summary>Draws a stroke as <see cref="Draw"/> does, and stays at its end for three seconds, the pen down.</summary>
    /// <returns>Whether the page has shown other scores before the pen was lifted.</returns>
    public bool DrawAndSeeScores((double X, double Y)[] stroke, int pace)
    {
        _ = _driver.ExecuteScript("""
            window.areScored = false;
            const scores = document.querySelector('#scores');
            const watching = new MutationObserver(() => areScored = true);
            addEventListener('pointerdown', () => watching.observe(scores, { subtree: true, childList: true }), { once: true });
            addEventListener('pointerup', () => watching.disconnect(), { once: true });
            """);
        Draw([[.. stroke, .. Enumerable.Repeat(stroke[^1], 3000 / pace)]], pace);
        return (bool)_driver.ExecuteScript("return areScored")!;
    }

    /// <summary>Takes the sheet of this name.</summary>
    public void Take(string sheet) => _driver.FindElement(By.CssSelector($"[data-sheet='{sheet}']")).Click();

    /// <summary>Whether there is more than one sheet to take.</summary>
    public bool HasSheets => _driver.FindElement(By.Id("sheets")).Displayed;

    /// <summary>Taps or clicks on Clear.</summary>
    public void Clear() => _driver.FindElement(By.Id("clear")).Click();

    /// <summary>Presses the key for the next element that has the focus, then Enter.</summary>
    public void PressTabAndEnter() => new Actions(_driver).SendKeys(Keys.Tab).SendKeys(Keys.Enter).Perform();

    /// <summary>Waits until something is so.</summary>
    public void Wait(Func<bool> condition) => _ = new WebDriverWait(_driver, TimeSpan.FromSeconds(30)).Until(_ => condition());

    /// <inheritdoc cref="Browser.Complaints"/>
    public string[] Complaints() => _browser.Complaints();

    /// <inheritdoc cref="Browser.Traffic"/>
    public List<(string Address, bool Begins)> Traffic() => _browser.Traffic();

    public void Dispose() => _browser.Dispose();
}
