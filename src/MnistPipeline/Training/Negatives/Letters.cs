using MnistPipeline.Training.Drawing;

namespace MnistPipeline.Training.Negatives;

/// <summary>Letters and signs that no hand writes as a digit, 4 columns wide and 6 rows high.</summary>
internal static class Letters
{
    /// <summary>A letter's width.</summary>
    public const int Width = 4;

    private static readonly Glyph[] Glyphs = Glyph.Lines(
        """
        062046 1434
        ~41300105164645
        40000646 0333
        400006 0333
        0006 4046 0343
        0006 400346
        000646
        0600234046
        06004640
        00064046
        0006 ~0050530303
        0006 ~0050530303 2346
        0040 2026
        ~0008484040
        002640
        0016223640
        0046 4006
        002340 2326
        0206 ~01202126 ~21404146
        0206 ~02214246
        ~0205164544 4246
        0006 400346 2046
        00064640 2026
        0040 1016 3036
        4000230646
        20064620
        2026 ~0005454040
        0343 2026 1135 1531
        1016 3036 0242 0444
        0242 0444
        0343 214325
        0006 ~03224346
        ~0110404346 ~432303062645
        0343 ~434000063645
        4046 ~444202064644
        """);

    /// <summary>A letter drawn by lot.</summary>
    public static Glyph Draw(ref SeededRandom random) => Glyphs[random.NextIndex(Glyphs.Length)];
}
