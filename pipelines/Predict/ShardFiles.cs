using System.Globalization;
using System.Text.RegularExpressions;

namespace MnistPipeline.Stages.Predict;

/// <summary>The files that the processes of all shards have written, joined in the order of one run.</summary>
internal static class ShardFiles
{
    /// <summary>Joins them.</summary>
    /// <param name="pictures">All pictures, in the order of one run.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="form">CSV or JSON.</param>
    /// <param name="csvHeader">The first line of CSV.</param>
    /// <param name="cancellation">Ends the joining.</param>
    /// <returns>How many answers there are.</returns>
    /// <exception cref="BadInputException">A file is missing, or is of other pictures.</exception>
    public static int Join(IEnumerable<Picture> pictures, string output, AnswerForm form, string csvHeader, CancellationToken cancellation)
    {
        var recorded = new List<RecordedAnswers>();
        try
        {
            recorded.AddRange(Find(output).Select(path => new RecordedAnswers(path, form, csvHeader)));
            using var file = new AnswerFile(output, resumes: false);
            var writer = new AnswerWriter(form, csvHeader, file.WriteLine);
            var count = 0;
            foreach (var picture in pictures)
            {
                cancellation.ThrowIfCancellationRequested();

                // A picture that could not be read has no answer.
                if (recorded[Shard.IndexOf(picture, recorded.Count)].Take(picture.Path) is { } answer)
                {
                    writer.Write(answer);
                    count++;
                }
            }

            recorded.ForEach(answers => answers.CheckEnd());
            writer.End();
            file.Finish();
            return count;
        }
        finally
        {
            recorded.ForEach(answers => answers.Dispose());
        }
    }

    // One for each shard, in their order.
    private static List<string> Find(string output)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        var (name, ending) = (Path.GetFileNameWithoutExtension(output), Path.GetExtension(output));
        var pattern = new Regex($"^{Regex.Escape(name)}-[0-9]+-of-([0-9]+){Regex.Escape(ending)}$", RegexOptions.CultureInvariant);
        var counts = (Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
            .Select(path => pattern.Match(Path.GetFileName(path))).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)).Distinct().Order().ToList();
        if (counts is not [var count])
        {
            throw new BadInputException(counts.Count == 0
                ? $"--join finds no file such as {Path.GetFileName(new Shard(0, 2).FileOf(output))} beside '{output}': give the --output that the shards were written with."
                : $"Beside '{output}' are files of {string.Join(" and of ", counts)} shards: move those of all but one number away.");
        }

        var paths = Enumerable.Range(0, count).Select(index => new Shard(index, count).FileOf(output)).ToList();
        var missing = paths.Where(path => !File.Exists(path)).ToList();
        return missing.Count == 0
            ? paths
            : throw new BadInputException($"{missing.Count:N0} of {count:N0} shards are not done, such as '{missing[0]}': run them with --resume.");
    }
}
