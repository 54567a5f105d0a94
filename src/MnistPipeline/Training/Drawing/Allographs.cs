namespace MnistPipeline.Training.Drawing;

/// <summary>
/// The ten digits as different hands write them, 6 columns wide and 9 rows high, some of whose forms MNIST's writers did not know: a 1 with an
/// upstroke or a foot, a 7 with a bar, an open 4, a 9 with a straight tail or an open loop.
/// </summary>
internal static class Allographs
{
    private static readonly IReadOnlyList<Glyph[]> Digits =
    [
        Glyph.Lines(
            """
            ~300009696030
            ~400009696020
            ~210009697020
            ~500009697011
            ~123062673907
            ~0210607859190806
            """),
        Glyph.Lines(
            """
            3039
            133039
            143039
            053039
            064049
            133039 1959
            223039 1959
            3039 1959
            ~153130 3039
            ~06345140313959
            ~0644604029 2969
            ~164240 4029
            063039
            074049
            044029
            083059
            064038 ~383968
            ~072640 ~40393969
            ~076050202959
            064038 1968
            ~054440 4049
            ~083650 ~51383969
            ~073451 ~51282969
            """),
        Glyph.Lines(
            """
            ~0200606309 0969
            ~0110607209 0969
            ~02006064180809 ~09081869
            ~0120605418071919 ~19282869
            ~0200704509 ~09183969
            """),
        Glyph.Lines(
            """
            ~0110605424 ~2465692907
            ~0120606434 ~3464692908
            006034 ~3465692907
            ~0210605324 ~2475691907
            """),
        Glyph.Lines(
            """
            100565 4049
            100565 4249
            100666 5059
            400666 4049
            300565 4159
            ~00051555 5059
            ~0004166460 6069
            50055449
            ~40000665 6549
            ~5020050565 5459
            40056539
            ~30030666 4449
            ~40010767 5459
            ~400555 5529
            ~3004064565 6549
            40056538
            ~30031656 5458
            ~40020666 5357
            """),
        Glyph.Lines(
            """
            6010 1004 ~0423636929
            6010 1004 ~0443746908
            ~0423737908 0004 0060
            1004 ~0423636908 1060
            ~50100004 ~0413637908
            ~6000034474690908
            """),
        Glyph.Lines(
            """
            ~5000096964040607
            ~50200209696404 0407
            ~3004096965341507
            ~40010969753406
            ~600006196975240506
            """),
        Glyph.Lines(
            """
            006029
            006029 1555
            006049 2565
            02006029
            02006029 1555
            ~011030605029
            ~010060 6029 0666
            010060 ~60453929 1565
            02006029 0666
            006028 ~282969 0555
            00605439
            0060 ~60343429
            0060 ~60343429 1565
            """),
        Glyph.Lines(
            """
            ~5130000364692909056251
            ~301014545030 ~340409696434
            ~6020000465693909046260
            ~5110003365795909045251
            """),
        Glyph.Lines(
            """
            ~615000046561 6069
            ~615000046561 6149
            ~6150000465616060 ~6167593908
            ~50000555626260 6069
            ~500005546160 6059
            ~6130000566 6039
            ~606000045562 ~6068593908
            ~50000555626160 ~60697908
            ~613001045461 ~6167492907
            ~5000045461 ~6166493908
            ~5110013465 ~6065592807
            ~4100014461 ~6166590806
            ~510003356260 ~60686907
            ~51301011134451 ~34456679693909
            ~51200002246051 ~2446687908
            ~50100002344260 ~3355576909
            ~40200003346141 ~6039
            ~41100002346130 ~4339
            ~3000023361513040 ~4329
            ~50200002246051 ~5147583909
            ~40100002335150 ~516759290908
            """),
    ];

    /// <summary>Draws a digit in one of its forms, turned, slanted and stretched, with a thin pen or a thick one.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">What to draw from.</param>
    /// <param name="target">784 bytes of 0, which receive the strokes as the reading would give them.</param>
    public static void Draw(int digit, ref SeededRandom random, Span<byte> target)
    {
        var sketch = Distorted(digit, ref random);
        sketch.Draw(0.4f + 4.1f * random.NextSingle(), 0.5f + 1.2f * random.NextSingle(), target);
    }

    /// <summary>Draws a digit in one of its forms with a given pen.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="penWidth">The width of the pen, in pixels.</param>
    /// <param name="random">What to draw from.</param>
    /// <param name="target">784 bytes of 0, which receive the strokes as the reading would give them.</param>
    public static void Draw(int digit, float penWidth, ref SeededRandom random, Span<byte> target) =>
        Distorted(digit, ref random).Draw(penWidth, 1, target);

    private static Sketch Distorted(int digit, ref SeededRandom random)
    {
        var forms = Digits[digit];
        var sketch = new Sketch();
        forms[random.NextIndex(forms.Length)].AddTo(sketch, 0, 0, 0.6f, ref random);
        sketch.Distort(random.NextSymmetric(10), random.NextSymmetric(0.4f), 0.6f + 0.8f * random.NextSingle());
        return sketch;
    }
}
