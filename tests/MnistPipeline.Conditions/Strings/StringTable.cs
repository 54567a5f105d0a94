using System.Diagnostics;
using MnistPipeline.Data;
using MnistPipeline.Training;
using MnistPipeline.Training.Strings;

namespace MnistPipeline.Conditions.Strings;

/// <summary>How strings are read, kind by kind.</summary>
internal static class StringTable
{
    private const double MaxWrong = 0.01;
    private const double MinAccepted = 0.85;

    /// <summary>Reads strings of each kind and writes a line for each.</summary>
    /// <param name="reader">What reads.</param>
    /// <param name="digits">The digits that they are composed of.</param>
    /// <param name="count">How many strings there are of each kind.</param>
    /// <param name="isKnownHand">Whether the figures are those that strings of such digits are to reach.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static void Write(DigitStringReader reader, DigitSet digits, int count, bool isKnownHand, CancellationToken cancellation)
    {
        var composer = Composer(digits);
        Console.WriteLine($"{$"{count:N0} strings of {digits.Name}",-40}{"right",12}{"known length",14}{"accepted",12}{"wrong of these",16}");
        foreach (var kind in StringKinds.All)
        {
            cancellation.ThrowIfCancellationRequested();
            var one = Measured(reader, kind, composer, count);
            Console.WriteLine(
                $"{kind.Name,-40}{Cell(one.Right, isKnownHand && one.Right < kind.Unknown),12}{Cell(one.Known, isKnownHand && one.Known < kind.Known),14}"
                + $"{Cell(one.Accepted, isKnownHand && kind.Name == "tight" && one.Accepted < MinAccepted),12}{Cell(one.Wrong, one.Wrong > MaxWrong),16}");
        }

        Console.WriteLine();
    }

    /// <summary>Writes how long a string of five digits takes on one core, its picture decoded: the median.</summary>
    public static void WriteTime(DigitStringReader reader, DigitSet digits)
    {
        const int Pictures = 40;
        const int Rounds = 5;
        var composer = Composer(digits);
        var kind = StringKinds.All[0];
        var pictures = Enumerable.Range(0, Pictures).Select(seed => kind.Make(composer, seed).Picture).ToList();
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var picture in pictures)
            {
                var start = Stopwatch.GetTimestamp();
                _ = reader.Read(picture);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        pictures.ForEach(picture => picture.Dispose());
        Console.WriteLine($"{kind.Name}: {times.Order().ElementAt(times.Count / 2):F2} milliseconds a string on one core");
    }

    // The digits as they were published: the reading of single ones leaves out what stands apart, such as the bar of a 5.
    private static StringComposer Composer(DigitSet digits) => new(new TrainingDigits(digits, new DigitsAsRead(digits)));

    private static (double Right, double Known, double Accepted, double Wrong) Measured(DigitStringReader reader, StringKind kind, StringComposer composer, int count)
    {
        var answers = new (bool IsRight, bool IsRightKnown, bool IsAccepted)[count];
        ParallelLoop.Run(count, seed =>
        {
            var (picture, text) = kind.Make(composer, seed);
            using (picture)
            {
                var answer = reader.Read(picture);
                answers[seed] = (answer.Text == text, reader.Read(picture, DigitStringOptions.OfLength(text.Length)).Text == text, !reader.NeedsPerson(answer));
            }
        });
        var accepted = answers.Count(answer => answer.IsAccepted);
        return (
            (double)answers.Count(answer => answer.IsRight) / count,
            (double)answers.Count(answer => answer.IsRightKnown) / count,
            (double)accepted / count,
            accepted == 0 ? 0 : (double)answers.Count(answer => answer.IsAccepted && !answer.IsRight) / accepted);
    }

    private static string Cell(double share, bool isMissed) => $"{(isMissed ? "! " : "")}{100 * share:F1} %";
}
