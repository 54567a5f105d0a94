using Microsoft.ML.Data;
using MnistPipeline.Data;

namespace MnistPipeline.Conditions;

/// <summary>How many pictures of one kind a reader read right, accepted, and accepted with a wrong answer.</summary>
/// <param name="Pictures">How many there were.</param>
/// <param name="Right">Those read right, accepted or not.</param>
/// <param name="Accepted">Those of which no person has to look.</param>
/// <param name="Wrong">Those of the accepted that were read wrong.</param>
internal readonly record struct Measured(int Pictures, int Right, int Accepted, int Wrong)
{
    /// <summary>The share read right.</summary>
    public double RightShare => (double)Right / Pictures;

    /// <summary>The share accepted.</summary>
    public double AcceptedShare => (double)Accepted / Pictures;

    /// <summary>The share of the accepted that is wrong; 0 where none was accepted.</summary>
    public double WrongShare => Accepted == 0 ? 0 : (double)Wrong / Accepted;

    /// <summary>Adds up.</summary>
    public static Measured operator +(Measured one, Measured other) =>
        new(one.Pictures + other.Pictures, one.Right + other.Right, one.Accepted + other.Accepted, one.Wrong + other.Wrong);

    /// <summary>Reads digits in a condition, on all cores. Each has random numbers of its own, so that the pictures are the same at each call.</summary>
    public static Measured Of(DigitReader reader, Condition condition, DigitSet digits) => Sum(digits.Count, index =>
    {
        using var picture = condition.Make(digits.PixelsOf(index).ToArray(), new Random(index));
        return Of(reader, picture, digits.Classes[digits.Labels[index]]);
    });

    /// <summary>Reads pictures without a digit, on all cores.</summary>
    public static Measured Of(DigitReader reader, NoDigit kind, int count) => Sum(count, index =>
    {
        using var picture = kind.Make(new Random(index));
        return Of(reader, picture, "no digit");
    });

    private static Measured Of(DigitReader reader, MLImage picture, string truth)
    {
        var answer = reader.Read(picture);
        var (isRight, isAccepted) = (answer.Digit == truth, !reader.NeedsPerson(answer));
        return new Measured(1, isRight ? 1 : 0, isAccepted ? 1 : 0, isAccepted && !isRight ? 1 : 0);
    }

    private static Measured Sum(int count, Func<int, Measured> read) => ParallelEnumerable.Range(0, count).Select(read).Aggregate(default(Measured), (sum, one) => sum + one);
}
