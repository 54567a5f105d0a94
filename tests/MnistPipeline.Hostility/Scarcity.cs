using System.Diagnostics;
using System.Globalization;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline.Hostility;

/// <summary>Runs programs whose output is a small or read-only file system: each is to end as it should or with a sentence, and what it has written is to be whole.</summary>
/// <param name="stages">The programs and their command lines, without the folder of the run.</param>
/// <param name="folder">An empty folder.</param>
internal sealed class Scarcity(IReadOnlyList<(string Stage, string[] Arguments)> stages, string folder)
{
    // Of these kilobytes some hold nothing of a run, some a part, and some all.
    private const int MostRoom = 6000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // The file system lives as long as the namespace, so that what is on it is copied away before that ends.
    private const string Script = """
        mount -t tmpfs -o size=$1k,mode=700 tmpfs "$2" || exit 99
        if [ $3 = read-only ]; then mount -o remount,ro "$2" || exit 99; fi
        seen=$2; kept=$4; shift 4
        "$@"; code=$?
        cp -r "$seen/." "$kept"; exit $code
        """;

    /// <summary>Runs so many of them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed chooses the same programs and sizes.</param>
    /// <returns>How many ended with a sentence, and what went wrong, a sentence each; null where the system lets nobody mount a file system.</returns>
    public (int Refused, IReadOnlyList<string> Problems)? Run(int count, int seed)
    {
        var random = new Random(seed);
        var (refused, problems) = (0, new List<string>());
        for (var run = 0; run < count; run++)
        {
            var (stage, arguments) = stages[run % stages.Count];
            var room = (int)(MostRoom * Math.Pow(random.NextDouble(), 2)) + 1;
            var isReadOnly = random.Next(4) == 0;
            var (mounted, kept) = (Create($"mounted-{run}"), Create($"kept-{run}"));
            using var process = Start(room, isReadOnly, mounted, kept, [Path.Combine(AppContext.BaseDirectory, stage + ".dll"), .. arguments, "--output", Path.Combine(mounted, "run")]);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            var where = $"{stage} with {room:N0} KB{(isReadOnly ? ", read-only," : "")}";
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                problems.Add($"{where} did not end.");
                continue;
            }

            _ = output.Result;
            if (process.ExitCode == 99)
            {
                return null;
            }

            refused += process.ExitCode == 2 ? 1 : 0;
            if (process.ExitCode is not (0 or 2) || error.Result.Contains("   at ", StringComparison.Ordinal) || (isReadOnly && process.ExitCode == 0))
            {
                problems.Add($"{where} ended with {process.ExitCode}: {error.Result}");
            }

            problems.AddRange(Damaged(kept).Select(file => $"{where} left {file}"));
            Directory.Delete(kept, recursive: true);
        }

        return (refused, problems);
    }

    private static Process Start(int room, bool isReadOnly, string mounted, string kept, string[] command) =>
        Process.Start(new ProcessStartInfo(
            "unshare",
            ["--user", "--map-root-user", "--mount", "sh", "-c", Script, "sh", room.ToString(CultureInfo.InvariantCulture), mounted, isReadOnly ? "read-only" : "small", kept, "dotnet", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    // Half-written files, and files that are beside those that belong to a run.
    private static IEnumerable<string> Damaged(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string? fault = null;
            try
            {
                switch (Path.GetExtension(file))
                {
                    case ".zip" or ".onnx":
                        _ = ModelFile.Load(new MemoryStream(File.ReadAllBytes(file)), Path.GetFileName(file));
                        break;
                    case "" when Path.GetFileName(file) == "checkpoint":
                        _ = CheckpointFile.Load(file);
                        break;
                    case ".json":
                        using (System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(file)))
                        {
                        }

                        break;
                    case ".tmp":
                        fault = "is left over";
                        break;
                }
            }
            catch (Exception damaged) when (damaged is BadInputException or System.Text.Json.JsonException)
            {
                fault = damaged.Message;
            }

            if (fault is not null)
            {
                yield return $"{Path.GetFileName(file)}: {fault}";
            }
        }
    }

    private string Create(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
