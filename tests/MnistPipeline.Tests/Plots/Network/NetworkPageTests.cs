using System.Text;
using System.Text.Json.Nodes;
using MnistPipeline.Data;
using MnistPipeline.Engines.Explanation;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Plots;
using MnistPipeline.Tests.Data;
using MnistPipeline.Tests.Stages;
using OpenQA.Selenium;
using SkiaSharp;

namespace MnistPipeline.Tests.Plots.Network;

[TestClass]
public sealed class NetworkPageTests
{
    private static readonly Lazy<(byte[] Page, TrainedModel Model, ClassificationReport Report)> Default = new(() =>
    {
        var model = ModelFile.LoadEmbedded("default.onnx");
        var report = new ClassificationReport(Scores(MnistDigits.Test), MnistDigits.Test.Labels, MnistDigits.Test.Classes);
        return (NetworkPage.Html(model, MnistDigits.Test, report), model, report);
    });

    [TestMethod]
    public void The_page_of_a_LeNet5_takes_at_most_600_KB() => Assert.IsLessThan(600_000, Default.Value.Page.Length);

    [TestMethod]
    public void Its_probabilities_are_those_of_the_reader_for_test_digits_and_for_pictures_of_any_size_and_polarity()
    {
        using var page = new NetworkPageBrowser(Default.Value.Page);
        var digits = Enumerable.Range(0, 200).Select(index => MnistDigits.Test.PixelsOf(50 * index).ToArray()).ToArray();
        var read = page.Numbers("return arguments[0].map(digit => [...read(readGrey(bytesOf(digit))).probabilities])", (object)digits.Select(Convert.ToBase64String).ToArray());
        foreach (var (index, digit) in digits.Index())
        {
            var expected = new float[10];
            _ = DigitReader.Default.ReadPixels(digit, expected);
            AssertNear(expected, read[index], 1e-3, $"digit {50 * index}");
        }

        foreach (var (index, picture) in Pictures(50).Index())
        {
            var expected = new float[10];
            _ = DigitReader.Default.ReadFile(picture, $"picture {index}", expected);
            AssertNear(expected, page.Drop(picture), 1e-3, $"picture {index}");
        }

        page.AssertKeptToItself();
    }

    [TestMethod]
    [DataRow(6, 16, Activation.Relu, Pooling.Maximum)]
    [DataRow(9, 11, Activation.Tanh, Pooling.Average)]
    public void Its_steps_and_the_attributions_of_pixels_are_those_of_the_explainer(int c1, int c3, Activation activation, Pooling pooling)
    {
        var (_, model, report) = Default.Value;
        if (c1 != 6)
        {
            var shape = new LeNet5Architecture { C1Kernels = c1, C3Kernels = c3, Activation = activation, Pooling = pooling };
            model = new TrainedModel(LeNet5Parameters.Initialize(shape, 1), model.Metadata, DigitInput.Picture);
        }

        using var page = new NetworkPageBrowser(NetworkPage.Html(model, MnistDigits.Test, report));
        var explainer = new NetworkExplainer(model.Parameters);
        foreach (var index in new[] { 3, 8, 247 })
        {
            var digit = MnistDigits.Test.PixelsOf(index).ToArray();
            var steps = page.Numbers("const { steps } = read(bytesOf(arguments[0])); return stepNames.map(name => [...steps[name]])", Convert.ToBase64String(digit));
            foreach (var (step, values) in explainer.Steps(digit).Zip(steps))
            {
                AssertNear([.. step.Values.Select(value => (float)value)], values, 1e-4 * step.Values.Max(Math.Abs), $"{step.Name} of digit {index}");
            }

            var expected = explainer.PixelAttributions(digit, 7);
            var attributions = page.Numbers("return [[...attribute(network, bytesOf(arguments[0]), 7)]]", Convert.ToBase64String(digit))[0];
            AssertNear([.. expected.Select(value => (float)value)], attributions, 1e-4 * expected.Max(Math.Abs), $"attributions of digit {index}");
        }

        page.AssertKeptToItself();
    }

    [TestMethod]
    public void All_steps_move_as_one_draws_and_a_unit_tells_how_its_number_comes_about()
    {
        using var page = new NetworkPageBrowser(Default.Value.Page);
        page.Find("#clear").Click();
        page.Wait(() => page.TextOf("#confidence") == "no digit");
        var before = Maps();
        page.Draw(PenStrokes.Three);
        page.Wait(() => page.Answer == "3");
        Assert.IsTrue(before.Zip(Maps()).All(step => !step.First.Equals(step.Second)), "each step is drawn anew");

        page.PointAt("[data-step='c3'] canvas", -0.9, -0.6);
        StringAssert.StartsWith(page.TextOf("#unit h2"), "C3, map 1, row ");
        var sum = page.Numbers("return [[...document.querySelectorAll('#unit td:last-child')].map(cell => Number(cell.textContent.replace('−', '-')))]")[0];
        Assert.AreEqual(sum[..7].Sum(), sum[7], 0.05, "the products and the bias make the sum");
        Assert.AreEqual(Math.Max(0, sum[7]), sum[8], 1e-9, "relu");

        page.Press("[data-step='c1'] canvas", Keys.ArrowRight, Keys.ArrowDown, Keys.PageDown);
        Assert.AreEqual("C1, map 2, row 2, column 2", page.TextOf("#unit h2"));

        page.Find("#scores li:nth-child(4) button").Click();
        page.Wait(() => page.TextOf("#unit h2") == "Which ink argued for 3");
        StringAssert.Contains(page.TextOf("#unit p"), "Orange ink argued for 3 with ");
        page.AssertKeptToItself();

        List<object> Maps() => [.. (IEnumerable<object>)page.Run("return [...document.querySelectorAll('article canvas')].map(canvas => canvas.toDataURL())")!];
    }

    [TestMethod]
    public void The_keyboard_draws_and_takes_test_digits()
    {
        using var page = new NetworkPageBrowser(Default.Value.Page);
        page.Press("#clear", Keys.Enter);
        page.Wait(() => page.TextOf("#confidence") == "no digit");
        page.PressWithShift("#paper canvas", [.. Enumerable.Repeat(Keys.ArrowDown, 14)]);
        page.Wait(() => page.Answer == "1");

        var (mistake, names) = (Default.Value.Report.Mistakes[0], Default.Value.Model.Metadata.Classes);
        page.Press("#digits button", Keys.Enter);
        page.Wait(() => page.Answer == names[mistake.Answer]);
        StringAssert.EndsWith(page.TextOf("#confidence"), $"labelled {names[mistake.Truth]}");
    }

    [TestMethod]
    public void The_threshold_tells_what_it_costs_as_the_report_does()
    {
        using var page = new NetworkPageBrowser(Default.Value.Page);
        var least = page.Numbers("return [data.curve.rejectBelow]")[0];
        foreach (var at in new[] { 0, 20, least.Length - 1 })
        {
            _ = page.Run("const slider = document.querySelector('#slider'); slider.value = arguments[0]; slider.dispatchEvent(new Event('input'))", at);
            var point = Default.Value.Report.Rejection.At(least[at]);
            StringAssert.Contains(page.TextOf("#rejected"), FormattableString.Invariant($"{point.Rejected:N0} of 10,000 digits ("));
            StringAssert.Contains(page.TextOf("#rejected"), FormattableString.Invariant($"Of the others {point.Errors:N0} ("));
        }

        Assert.AreEqual(60L, page.Run("return document.querySelectorAll('#people button').length"));
        page.Press("#map > canvas", Keys.ArrowRight);
        StringAssert.Matches(page.TextOf("figcaption"), new System.Text.RegularExpressions.Regex("^A \\d, read as \\d, \\d"));
        Assert.AreEqual((long)Default.Value.Report.Mistakes.Count, page.Run("return data.map.truths.filter((truth, at) => truth !== data.map.answers[at]).length"));
    }

    [TestMethod]
    [DataRow(true, false)]
    [DataRow(true, true)]
    [DataRow(false, false)]
    [DataRow(false, true)]
    public void It_is_seen_whole_by_everybody_on_a_phone_and_on_a_desk_in_light_and_in_dark(bool isPhone, bool isDark)
    {
        using var page = new NetworkPageBrowser(Default.Value.Page, isPhone, isDark: isDark);
        Assert.AreEqual(isDark, page.Run("return matchMedia('(prefers-color-scheme: dark)').matches"));
        _ = page.Run("stepMaps[1].select({ map: 0, row: 9, column: 9 })");
        Assert.AreEqual(isPhone ? 390L : 1280L, page.Run("return innerWidth"));
        Assert.AreEqual(true, page.Run("return document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the window");
        Assert.AreEqual("", page.Run(ReadBadly), "contrast below 4.5 to 1");
        Assert.AreEqual("", page.Run(Nameless), "what can have the focus has a name");

        // What is drawn on stays in view while one looks at the last step.
        _ = page.Run("document.querySelector('[data-step=\"output\"]').scrollIntoView({ block: 'end' })");
        Assert.AreEqual(true, page.Run("const { top, bottom } = document.querySelector('#paper').getBoundingClientRect(); return top >= 0 && bottom <= innerHeight"));
    }

    [TestMethod]
    [DataRow("de-AT", "de", "Was LeNet-5 sieht")]
    [DataRow("zh-CN", "zh-Hans", "LeNet-5 看到了什么")]
    [DataRow("fr", "en", "What LeNet-5 sees")]
    public void It_speaks_the_browsers_language_and_each_is_complete(string asked, string spoken, string title)
    {
        using var page = new NetworkPageBrowser(Default.Value.Page, language: asked);
        Assert.AreEqual(spoken, page.Run("return document.documentElement.lang"));
        Assert.AreEqual(title, page.TextOf("h1"));
        Assert.AreEqual("", page.Run("""
            const shape = words => JSON.stringify(Object.keys(words).sort().map(key => [key, [words[key]].flat().map(text => [...new Set(text.match(/\{\w+\}/g))].sort())]));
            return Object.keys(languages).filter(name => shape(languages[name]) !== shape(english)).join();
            """), "a text, or a value in it, is missing");
        Assert.AreEqual(false, page.Run("return /undefined|\\{\\w+\\}|NaN/.test(document.body.innerText)"));
        page.AssertKeptToItself();
    }

    [TestMethod]
    public void Names_of_classes_cannot_end_the_script()
    {
        var (_, model, report) = Default.Value;
        string[] names = ["</script><script>document.title = 'mine'</script>", "/*script*/", "<b>", "3", "4", "5", "6", "7", "8", "ä 9"];
        var named = new TrainedModel(model.Parameters, model.Metadata with { Classes = names }, model.Input);
        var test = new DigitSet("test", MnistDigits.Test.Pixels, MnistDigits.Test.Labels, names);
        report = new ClassificationReport(Scores(MnistDigits.Test), test.Labels, names);
        using var page = new NetworkPageBrowser(NetworkPage.Html(named, test, report));
        Assert.AreEqual("What LeNet-5 sees", page.Run("return document.title"));
        Assert.AreEqual(names[2], page.Run("return document.querySelector('#scores li:nth-child(3) span').textContent"));
    }

    [TestMethod]
    [DataRow(84, 1)]
    [DataRow(84, 2)]
    [DataRow(84, 5)]
    [DataRow(1, 40)]
    [DataRow(1200, 40)]
    public void The_page_is_made_of_any_width_of_F6_and_of_few_digits(int f6, int count)
    {
        var shape = new LeNet5Architecture { C5Neurons = 10, F6Neurons = f6 };
        var model = new TrainedModel(LeNet5Parameters.Initialize(shape, 1), Default.Value.Model.Metadata, DigitInput.Picture);
        var test = MnistDigits.First(count);
        var page = Encoding.UTF8.GetString(NetworkPage.Html(model, test, new ClassificationReport(Scores(test), test.Labels, test.Classes)));
        var data = JsonNode.Parse(page.Split("<script type=\"application/json\" id=\"data\">")[1].Split("</script>")[0])!;
        foreach (var axis in new[] { "columns", "rows" })
        {
            var places = data["map"]![axis]!.AsArray().Select(place => place!.GetValue<int>()).ToList();
            Assert.HasCount(count, places);
            Assert.IsTrue(places.All(place => place is >= 0 and <= 1000), string.Join(' ', places));
        }
    }

    [TestMethod]
    public void A_network_of_strings_and_a_report_of_other_digits_are_refused()
    {
        var (_, model, report) = Default.Value;
        Assert.Throws<ArgumentException>(() => NetworkPage.Html(TrainedStringNetwork.Network, MnistDigits.Test, report));
        Assert.Throws<ArgumentException>(() => NetworkPage.Html(model, MnistDigits.First(10), report));
    }

    private static float[] Scores(DigitSet digits)
    {
        var scores = new float[10 * digits.Count];
        DigitReader.Default.ReadPixels(digits.Pixels, new DigitPrediction[digits.Count], scores);
        return scores;
    }

    // Pictures of real digits of other sizes: dark on light, light on dark, coloured, on a page.
    private static IEnumerable<byte[]> Pictures(int count)
    {
        var random = new Random(5);
        for (var index = 0; index < count; index++)
        {
            using var small = SKImage.FromPixelCopy(new SKImageInfo(28, 28, SKColorType.Gray8), MnistDigits.Test.PixelsOf(9 + 31 * index).ToArray());
            var (width, height) = (random.Next(12, 450), random.Next(12, 450));
            using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
            surface.Canvas.Clear(SKColors.Black);
            using var paint = new SKPaint { FilterQuality = SKFilterQuality.High };
            var size = Math.Min(width, height) * (float)(0.5 + 0.5 * random.NextDouble());
            surface.Canvas.DrawImage(small, SKRect.Create((width - size) / 2, (height - size) / 2, size, size), paint);
            if (index % 3 > 0)
            {
                using var turned = new SKPaint { BlendMode = SKBlendMode.Difference, Color = index % 3 == 1 ? SKColors.White : new SKColor(250, 235, 200) };
                surface.Canvas.DrawRect(0, 0, width, height, turned);
            }

            using var picture = surface.Snapshot();
            using var png = picture.Encode(SKEncodedImageFormat.Png, 100);
            yield return png.ToArray();
        }
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<double> actual, double most, string what)
    {
        Assert.AreEqual(expected.Length, actual.Length, what);
        for (var at = 0; at < expected.Length; at++)
        {
            Assert.AreEqual(expected[at], actual[at], most, $"{what}, value {at}");
        }
    }

    // Texts whose colour is too near to what is behind them, by the web's rules of 2008 (WCAG 2).
    private const string ReadBadly = """
        const parts = colour => colour.match(/[\d.]+/g).map(Number);
        const light = colour => parts(colour).slice(0, 3).map(value => value / 255).map(value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
          .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
        const behind = element => { const { backgroundColor } = getComputedStyle(element); return (parts(backgroundColor)[3] ?? 1) === 1 ? backgroundColor : behind(element.parentElement); };
        return [...document.querySelectorAll('body *')].filter(element => element.checkVisibility() && [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
          .filter(element => { const pair = [getComputedStyle(element).color, behind(element)].map(light).sort((one, other) => other - one); return (pair[0] + 0.05) / (pair[1] + 0.05) < 4.5; })
          .map(element => element.outerHTML.slice(0, 80)).join('; ');
        """;

    private const string Nameless = """
        return [...document.querySelectorAll('button, input, a, summary, [tabindex]')].filter(element => element.checkVisibility())
          .filter(element => !(element.ariaLabel || element.textContent.trim() || element.labels?.[0]?.textContent.trim())).map(element => element.outerHTML.slice(0, 80)).join('; ');
        """;
}
