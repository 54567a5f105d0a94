using System.Text;
using System.Text.Json;
using MnistPipeline.Data;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;

namespace MnistPipeline.Plots;

/// <summary>
/// One network as a page that computes it: draw a digit, and all eight steps show what they make of it. A file of its own, for any browser of today, that
/// asks nothing of any network.
/// </summary>
public static class NetworkPage
{
    // In the order in which they build on each other.
    private static readonly string[] Scripts =
        ["words.js", "canvas.js", "shrink.js", "pieces.js", "reading.js", "network.js", "maps.js", "unit.js", "learned.js", "paper.js", "page.js"];

    /// <summary>Writes the page.</summary>
    /// <param name="model">The network, of single digits.</param>
    /// <param name="test">Digits that it did not learn from, of which some are shown.</param>
    /// <param name="report">How it reads them.</param>
    /// <returns>A file of HTML in UTF-8; below 600,000 bytes for LeNet-5's own size.</returns>
    /// <exception cref="ArgumentException">The model reads strings, or the report is not of these digits.</exception>
    /// <exception cref="BadInputException">The model does not know a class of the digits.</exception>
    public static byte[] Html(TrainedModel model, DigitSet test, ClassificationReport report)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(report);
        if (model.Input.IsOfStrings())
        {
            throw new ArgumentException("The model reads strings of digits; the page shows a network of single ones.", nameof(model));
        }

        if (report.Count != test.Count)
        {
            throw new ArgumentException($"The report is of {report.Count:N0} digits, not of these {test.Count:N0}.", nameof(report));
        }

        var data = JsonSerializer.Serialize(PageData.From(model, test, report), PageJson.Default.PageData);
        return Encoding.UTF8.GetBytes(Read("network.html")
            .Replace("/*style*/", Read("network.css"), StringComparison.Ordinal)
            .Replace("/*script*/", string.Join('\n', Scripts.Select(Read)), StringComparison.Ordinal)
            .Replace("/*data*/", data, StringComparison.Ordinal));
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(NetworkPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
