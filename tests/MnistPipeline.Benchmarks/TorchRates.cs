using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace MnistPipeline.Benchmarks;

/// <summary>The same training steps in PyTorch, where <c>python3</c> has it.</summary>
internal static class TorchRates
{
    /// <summary>Measures them.</summary>
    /// <param name="threads">The threads to compute with.</param>
    /// <param name="batches">The images of a step.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="milliseconds">How long each is repeated in a round.</param>
    /// <returns>The version, and for each batch the images a second of all rounds; null where there is no PyTorch.</returns>
    public static (string Version, double[][] Rates)? Measure(int threads, IReadOnlyList<int> batches, int rounds, double milliseconds)
    {
        using var script = new StreamReader(typeof(TorchRates).Assembly.GetManifestResourceStream("torch_steps.py")!);
        string[] arguments = ["-c", script.ReadToEnd(), $"{threads}", string.Join(',', batches), $"{rounds}", (milliseconds / 1000).ToString(CultureInfo.InvariantCulture)];
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = python.StandardError.ReadToEndAsync();
            var answer = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0 && JsonNode.Parse(answer) is { } json ? ((string)json["version"]!, [.. json["rates"]!.AsArray().Select(rates => rates!.AsArray().GetValues<double>().ToArray())]) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
