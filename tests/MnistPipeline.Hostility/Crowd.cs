using System.Diagnostics;

namespace MnistPipeline.Hostility;

/// <summary>Many threads that ask one reader for the same answers, which are to be those of one thread.</summary>
internal static class Crowd
{
    private const int Threads = 64;

    /// <summary>Asks for as long as told.</summary>
    /// <param name="pictures">Files of pictures.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>How many answers there were, and how many of them differed.</returns>
    public static (long Answers, long Others) Run(IReadOnlyList<byte[]> pictures, TimeSpan duration)
    {
        var expected = pictures.Select(Answer).ToList();
        var (clock, answers, others) = (Stopwatch.StartNew(), 0L, 0L);
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (var next = number; clock.Elapsed < duration; next++)
            {
                var picture = next % pictures.Count;
                _ = Interlocked.Increment(ref answers);
                if (Answer(pictures[picture]) != expected[picture])
                {
                    _ = Interlocked.Increment(ref others);
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return (answers, others);
    }

    // All bits of what both readers answer.
    private static string Answer(byte[] picture)
    {
        var scores = new float[10];
        var digit = DigitReader.Default.ReadFile(picture, "picture", scores);
        var number = DigitStringReader.Default.ReadFile(picture, "picture", null);
        return $"{digit} {string.Join(' ', scores)} {number.Text} {number.Confidence} {number.RunnerUp} {number.RunnerUpConfidence} {string.Join(' ', number.Digits)}";
    }
}
