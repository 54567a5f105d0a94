using Microsoft.ML.Data;

namespace MnistPipeline.Conditions;

/// <summary>Digits of other pens, and in few pixels.</summary>
internal static class Pens
{
    private const int Side = 240;

    /// <summary>The conditions. A pen's width is told where the digit's box has 20.</summary>
    public static IReadOnlyList<Condition> All { get; } =
    [
        new("thin pen", 0.97, (digit, random) => Page(digit, random, 0.9)),
        new("hairline", 0.92, (digit, random) => Page(digit, random, 0.4)),
        new("hairline of one pixel", 0.92, (digit, random) => Page(digit, random, 0.15, edge: 0.02)),
        new("very thick marker", 0.93, (digit, random) => Page(digit, random, 4.6)),
        new("outline", 0.90, (digit, random) => Page(digit, random, 3.4, 1.6)),
        new("8x8 pixels", 0.95, EightByEight),
    ];

    private static MLImage Page(byte[] digit, Random random, double width, double hollow = 0, double edge = 0.35)
    {
        const double Square = Side * 0.8;
        var margin = (Side - Square) * random.NextDouble();
        return new Sheet(Side, Side, random).Ink(Stroke.WithPen(digit, width, hollow, edge), margin, (Side - Square) / 2, Square).ToPicture();
    }

    // The digit's box of 20 of 28 pixels alone, as the forms of 32x32 pixels were reduced that others publish.
    private static MLImage EightByEight(byte[] digit, Random random) =>
        new Sheet(80, 80, random).Ink(Stroke.Of(digit, 28), -16, -16, 112).Reduced(10);
}
