using System.Text.Json.Nodes;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Chromium;
using OpenQA.Selenium.Remote;

namespace MnistPipeline.Tests.Stages;

/// <summary>A headless Chromium, which notes what it asked for and what it complained of.</summary>
internal sealed class Browser : IDisposable
{
    private const string Phone =
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";

    private readonly BrowserDriver _process;

    private Browser(BrowserDriver process, ChromeOptions options) => (_process, Driver) = (process, new RemoteWebDriver(process.Address, options));

    /// <summary>What drives it.</summary>
    public RemoteWebDriver Driver { get; }

    /// <summary>Starts it, or skips the test where there is none.</summary>
    /// <param name="isPhone">Whether it is a phone's of 390x844 pixels, or one of 1280x800.</param>
    /// <param name="language">The language that it asks pages for.</param>
    /// <param name="isDark">Whether the system is set to dark colours.</param>
    public static Browser Open(bool isPhone, string language = "en", bool isDark = false)
    {
        var (browser, driver) = (Installed("chromium"), Installed("chromedriver"));
        if (browser is null || driver is null)
        {
            Assert.Inconclusive("Skipped: Chromium and its driver are not installed (on Debian: apt-get install chromium chromium-driver).");
        }

        var options = new ChromeOptions { BinaryLocation = browser };
        options.AddArguments("--headless=new", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1280,800", $"--accept-lang={language}");
        // Nothing that the browser does of itself leaves this machine.
        options.AddArguments("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        if (isDark)
        {
            options.AddArgument("--blink-settings=preferredColorScheme=0");
        }

        if (Environment.UserName == "root")
        {
            options.AddArgument("--no-sandbox");
        }

        if (isPhone)
        {
            options.EnableMobileEmulation(new ChromiumMobileEmulationDeviceSettings(Phone) { Width = 390, Height = 844, PixelRatio = 3 });
        }

        options.SetLoggingPreference("performance", LogLevel.All);
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        return new Browser(new BrowserDriver(driver), options);
    }

    /// <summary>What the page and the browser complained of.</summary>
    public string[] Complaints() => [.. Driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message)];

    /// <summary>What the browser asked for and was answered since the last call, in order: the address, and whether the request begins.</summary>
    public List<(string Address, bool Begins)> Traffic()
    {
        var addresses = new Dictionary<string, string>();
        var traffic = new List<(string, bool)>();
        foreach (var entry in Driver.Manage().Logs.GetLog("performance"))
        {
            var message = JsonNode.Parse(entry.Message)!["message"]!;
            var request = message["params"]!["requestId"]?.GetValue<string>() ?? "";
            switch (message["method"]!.GetValue<string>())
            {
                case "Network.requestWillBeSent":
                    addresses[request] = message["params"]!["request"]!["url"]!.GetValue<string>();
                    traffic.Add((addresses[request], true));
                    break;
                case "Network.loadingFinished" or "Network.loadingFailed" when addresses.TryGetValue(request, out var address):
                    traffic.Add((address, false));
                    break;
            }
        }

        return traffic;
    }

    public void Dispose()
    {
        Driver.Dispose();
        _process.Dispose();
    }

    private static string? Installed(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
