using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MnistPipeline.Stages.Predict;

/// <summary>The pictures that one of many processes reads, of all that a command line names.</summary>
/// <param name="Index">Which part of them: 0 to the number of parts less 1.</param>
/// <param name="Count">The number of parts.</param>
internal sealed record Shard(int Index, int Count)
{
    private const int MaxCount = 1_000_000;

    /// <summary>The word for the part that the scheduler's environment names.</summary>
    private const string Array = "array";

    /// <summary>Reads an option: <c>3/64</c>, <c>array/64</c> for the task's number in a job array and 64 parts, <c>array</c> for as many parts as the array has tasks.</summary>
    /// <param name="text">What the command line has.</param>
    /// <param name="variable">Looks up a variable of the environment.</param>
    /// <exception cref="BadInputException">It names no part, or the environment does not.</exception>
    public static Shard Parse(string text, Func<string, string?> variable)
    {
        var (which, count) = text.Split('/') switch
        {
            [var one, var all] => (one, Number(all)),
            [Array] => (Array, CountOfArray(variable)),
            _ => ("", null),
        };
        var index = which == Array ? IndexInArray(variable) : Number(which);
        return index is { } number && count is >= 1 and <= MaxCount && number < count
            ? new Shard(number, count.Value)
            : throw new BadInputException(
                $"--shard is '{text}'{Reason(which, index, count)}: give a number from 0 and how many there are, as 3/64, or array/64 within a job array.");
    }

    /// <summary>Whether a picture is of this part.</summary>
    public bool Has(Picture picture) => IndexOf(picture, Count) == Index;

    /// <summary>The part that a picture is of: a row of a file by its number, a file by a hash of its path, whatever else lies beside it.</summary>
    public static int IndexOf(Picture picture, int count)
    {
        if (picture.Row is { } row)
        {
            return row % count;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(Encoding.UTF8.GetBytes(picture.Path.Replace('\\', '/')), hash);
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)count);
    }

    /// <summary>The file of this part's answers: <c>answers-03-of-64.csv</c> for <c>answers.csv</c>.</summary>
    public string FileOf(string output)
    {
        var digits = $"{Count - 1}".Length;
        var name = $"{Path.GetFileNameWithoutExtension(output)}-{Index.ToString("D" + digits, CultureInfo.InvariantCulture)}-of-{Count}{Path.GetExtension(output)}";
        return Path.Combine(Path.GetDirectoryName(output) ?? "", name);
    }

    private static int? IndexInArray(Func<string, string?> variable) =>
        Number(variable("JOB_COMPLETION_INDEX")) ?? Number(variable("SLURM_ARRAY_TASK_ID"));

    private static int? CountOfArray(Func<string, string?> variable) => Number(variable("SLURM_ARRAY_TASK_COUNT"));

    private static string Reason(string which, int? index, int? count) =>
        which != Array ? ""
        : index is null ? ", and neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX has a number here"
        : count is null ? ", and SLURM_ARRAY_TASK_COUNT has no number here"
        : $", and the task's number is {index}";

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
