using System.Collections.Frozen;
using System.Globalization;

namespace MnistPipeline.Plots;

/// <summary>
/// Letters as pen strokes, so that plots have text on a machine without a single font. Units: capitals are 14 high, small letters 10,
/// descenders reach 4 below the baseline at 0.
/// </summary>
internal static class StrokeGlyphs
{
    /// <summary>Space on both sides of a glyph's strokes.</summary>
    public const float SideBearing = 2;

    /// <summary>The height of a capital.</summary>
    public const float CapitalHeight = 14;

    /// <summary>From one line to the next, as a size in pixels counts it.</summary>
    public const float LineHeight = 19;

    private const float SpaceWidth = 6.5f;

    // A line a character: the character, the width of its strokes, and the strokes as SVG path data with y upwards.
    private const string Glyphs = """
        0 8 M4 0C1.2 0 0 3 0 7S1.2 14 4 14S8 11 8 7S6.8 0 4 0Z
        1 8 M1 11L4.5 14V0M1 0H8
        2 8 M.3 10.5C.5 12.7 2 14 4 14C6.2 14 7.7 12.6 7.7 10.4C7.7 7.5 4 5 0 0H8
        3 8 M.5 12.5C1.5 13.5 2.6 14 4 14C6.2 14 7.5 12.7 7.5 10.8C7.5 8.8 6 7.5 3 7.5C6.3 7.5 8 6 8 3.8C8 1.4 6.3 0 3.8 0C2.2 0 1 .5 0 1.6
        4 8 M6.2 0V14L0 4H8.4
        5 8 M7.3 14H1.2L.7 7.8C1.6 8.6 2.7 9 4 9C6.4 9 8 7.2 8 4.6C8 1.8 6.3 0 3.8 0C2.2 0 1 .5 0 1.5
        6 8 M7 13.3C6.2 13.8 5.4 14 4.6 14C1.6 14 0 11 0 6.5C0 2.4 1.4 0 4 0C6.4 0 8 1.8 8 4.4S6.4 8.7 4.1 8.7C2 8.7 .5 7.3 0 5.5
        7 8 M0 14H8L3 0
        8 8 M4 14C2 14 .6 12.7 .6 10.8S2 7.5 4 7.5S7.4 8.9 7.4 10.8S6 14 4 14ZM4 7.5C1.6 7.5 0 6 0 3.8S1.6 0 4 0S8 1.6 8 3.8S6.4 7.5 4 7.5Z
        9 8 M1 .7C1.8 .2 2.6 0 3.4 0C6.4 0 8 3 8 7.5C8 11.6 6.6 14 4 14C1.6 14 0 12.2 0 9.6S1.6 5.3 3.9 5.3C6 5.3 7.5 6.7 8 8.5
        A 10 M0 0L5 14L10 0M1.7 4.8H8.3
        B 8.4 M0 0V14H4.3C6.6 14 7.8 12.8 7.8 10.8S6.6 7.5 4.3 7.5H0H4.4C7 7.5 8.4 6.1 8.4 3.8S7 0 4.4 0H0
        C 9.4 M9.4 12.2C8.4 13.4 7 14 5.4 14C2.1 14 0 11.2 0 7S2.1 0 5.4 0C7 0 8.4 .6 9.4 1.8
        D 9.4 M0 0V14H3.8C7.3 14 9.4 11.4 9.4 7S7.3 0 3.8 0Z
        E 7.6 M7.6 0H0V14H7.6M0 7.4H6.6
        F 7.4 M0 0V14H7.4M0 7.2H6.4
        G 9.8 M9.5 12.2C8.5 13.4 7.1 14 5.4 14C2.1 14 0 11.2 0 7S2.1 0 5.4 0C7.2 0 8.7 .6 9.8 1.6V6.8H5.8
        H 9.2 M0 0V14M9.2 0V14M0 7.4H9.2
        I 0 M0 0V14
        J 6 M6 14V4C6 1.4 4.9 0 2.9 0C1.6 0 .6 .5 0 1.4
        K 8.8 M0 0V14M8.4 14L0 5.6M3.2 8.6L8.8 0
        L 7 M0 14V0H7
        M 11 M0 0V14L5.5 4L11 14V0
        N 9.2 M0 0V14L9.2 0V14
        O 10.6 M5.3 0C2.1 0 0 2.8 0 7S2.1 14 5.3 14S10.6 11.2 10.6 7S8.5 0 5.3 0Z
        P 8 M0 0V14H4.2C6.7 14 8 12.5 8 10.2S6.7 6.4 4.2 6.4H0
        Q 10.6 M5.3 0C2.1 0 0 2.8 0 7S2.1 14 5.3 14S10.6 11.2 10.6 7S8.5 0 5.3 0ZM6.4 3L10 -1.6
        R 8.6 M0 0V14H4.4C6.9 14 8.2 12.6 8.2 10.4S6.9 6.9 4.4 6.9H0M4.8 6.9L8.6 0
        S 8.2 M7.6 12.6C6.7 13.5 5.5 14 4.1 14C1.9 14 .4 12.7 .4 10.7C.4 6.2 8.2 8.4 8.2 3.8C8.2 1.4 6.5 0 4 0C2.3 0 .9 .6 0 1.8
        T 9.6 M0 14H9.6M4.8 14V0
        U 9 M0 14V5C0 1.8 1.7 0 4.5 0S9 1.8 9 5V14
        V 9.8 M0 14L4.9 0L9.8 14
        W 14 M0 14L3.5 0L7 13L10.5 0L14 14
        X 9 M0 14L9 0M9 14L0 0
        Y 9.2 M0 14L4.6 7L9.2 14M4.6 7V0
        Z 8.8 M0 14H8.8L0 0H8.8
        a 7.2 M.8 9C1.7 9.7 2.7 10 3.7 10C6 10 7.2 8.8 7.2 6.6V0M7.2 5.6C6 5.8 5 5.9 3.9 5.9C1.3 5.9 0 4.9 0 3C0 1.1 1.2 0 3 0C4.8 0 6.3 .9 7.2 2.4
        b 7.8 M0 0V14.6M0 6.6C.7 8.8 2.2 10 4 10C6.4 10 7.8 8.1 7.8 5S6.4 0 4 0C2.2 0 .7 1.2 0 3.4
        c 7 M7 8.8C6.2 9.6 5.3 10 4.2 10C1.6 10 0 8.1 0 5S1.6 0 4.2 0C5.3 0 6.2 .4 7 1.2
        d 7.8 M7.8 0V14.6M7.8 6.6C7.1 8.8 5.6 10 3.8 10C1.4 10 0 8.1 0 5S1.4 0 3.8 0C5.6 0 7.1 1.2 7.8 3.4
        e 7.8 M0 5.2H7.8C7.8 8.2 6.4 10 4 10C1.5 10 0 8.1 0 5S1.6 0 4.2 0C5.5 0 6.6 .4 7.5 1.3
        f 5 M5 14.6H4.4C2.6 14.6 1.7 13.6 1.7 11.6V0M0 9.6H4.6
        g 7.8 M7.8 10V.2C7.8 -2.6 6.4 -4 3.8 -4C2.6 -4 1.5 -3.7 .7 -3.1M7.8 6.6C7.1 8.8 5.6 10 3.8 10C1.4 10 0 8.1 0 5S1.4 .1 3.8 .1C5.6 .1 7.1 1.3 7.8 3.4
        h 7 M0 0V14.6M0 6C.8 8.6 2.3 10 4.1 10C6 10 7 8.7 7 6.2V0
        i 0 M0 0V10M-.1 13.4H.1V13.8H-.1Z
        j 2.2 M2.2 10V-1.4C2.2 -3.2 1.5 -4 0 -4M2.2 13.6V13.9
        k 7 M0 0V14.6M6.4 10L0 4.4M2.6 6.6L7 0
        l 0 M0 0V14.6
        m 11.6 M0 0V10M0 6C.7 8.6 1.9 10 3.4 10C5 10 5.8 8.8 5.8 6.2V0M5.8 6C6.5 8.6 7.7 10 9.2 10C10.8 10 11.6 8.8 11.6 6.2V0
        n 7 M0 0V10M0 6C.8 8.6 2.3 10 4.1 10C6 10 7 8.7 7 6.2V0
        o 8 M4 0C1.5 0 0 1.9 0 5S1.5 10 4 10S8 8.1 8 5S6.5 0 4 0Z
        p 7.8 M0 -4V10M0 6.6C.7 8.8 2.2 10 4 10C6.4 10 7.8 8.1 7.8 5S6.4 0 4 0C2.2 0 .7 1.2 0 3.4
        q 7.8 M7.8 -4V10M7.8 6.6C7.1 8.8 5.6 10 3.8 10C1.4 10 0 8.1 0 5S1.4 0 3.8 0C5.6 0 7.1 1.2 7.8 3.4
        r 4.6 M0 0V10M0 5.6C.7 8.4 2 9.9 4.6 9.9
        s 6.4 M6 9C5.2 9.7 4.3 10 3.2 10C1.5 10 .4 9.1 .4 7.6C.4 4.2 6.4 5.9 6.4 2.7C6.4 1 5.2 0 3.2 0C1.9 0 .8 .4 0 1.2
        t 5 M1.6 13V2.8C1.6 .9 2.5 0 4.2 0H5M0 9.6H4.8
        u 7 M0 10V3.8C0 1.3 1 0 2.9 0C4.7 0 6.2 1.4 7 4M7 10V0
        v 7.8 M0 10L3.9 0L7.8 10
        w 11.2 M0 10L2.8 0L5.6 9.4L8.4 0L11.2 10
        x 7.4 M0 10L7.4 0M7.4 10L0 0
        y 7.8 M0 10L3.9 .2M7.8 10L3.4 -1.6C2.8 -3.2 2 -4 .6 -4H.2
        z 6.8 M0 10H6.8L0 0H6.8
        . 1.2 M.4 .2H.8V.6H.4Z
        , .8 M.8 .4L0 -2.6
        : 1.2 M.4 .2H.8V.6H.4ZM.4 8.2H.8V8.6H.4Z
        ; .8 M.8 .4L0 -2.6M.8 8.2V8.4
        ! 0 M0 14V4.4M0 0V.2
        ? 6.6 M0 12.6C.9 13.5 1.9 14 3.2 14C5.3 14 6.6 12.7 6.6 10.9C6.6 8 3.2 7.4 3.2 4.2M3.2 0V.2
        ' 0 M0 14V10.4
        " 2.8 M0 14V10.4M2.8 14V10.4
        ` 2 M0 14.4L2 11.8
        - 4 M0 5.2H4
        + 8 M0 6H8M4 2V10
        = 8 M0 7.8H8M0 4.2H8
        * 6.4 M3.2 14V7.6M.2 12.4L6.2 9.2M6.2 12.4L.2 9.2
        / 5.4 M0 -1.6L5.4 14
        \ 5.4 M5.4 -1.6L0 14
        | 0 M0 -4V15
        _ 8 M0 -2.6H8
        ~ 8 M0 5C1 6.6 2.4 6.8 4 6S7 5.4 8 7
        ^ 7.6 M0 8.6L3.8 14L7.6 8.6
        ( 3 M3 15C1 12 0 9 0 5.6S1 -.6 3 -3.6
        ) 3 M0 15C2 12 3 9 3 5.6S2 -.6 0 -3.6
        [ 2.8 M2.8 15H0V-3.6H2.8
        ] 2.8 M0 15H2.8V-3.6H0
        { 4 M4 15C2.2 15 1.8 14 1.8 12.2V8.6C1.8 6.6 1.2 5.7 0 5.7C1.2 5.7 1.8 4.8 1.8 2.8V-.8C1.8 -2.6 2.2 -3.6 4 -3.6
        } 4 M0 15C1.8 15 2.2 14 2.2 12.2V8.6C2.2 6.6 2.8 5.7 4 5.7C2.8 5.7 2.2 4.8 2.2 2.8V-.8C2.2 -2.6 1.8 -3.6 0 -3.6
        < 8 M8 10.4L0 6L8 1.6
        > 8 M0 10.4L8 6L0 1.6
        # 9 M2.8 0L4.8 14M6 0L8 14M.8 9.6H9M0 4.4H8.2
        $ 7.4 M6.8 10.8C6 11.6 5 12 3.8 12C1.8 12 .5 11 .5 9.3C.5 5.6 7.4 7.2 7.4 3.6C7.4 1.6 6 .4 3.8 .4C2.2 .4 .9 .9 0 2M3.8 14.6V-2
        % 12.4 M2.6 14C1 14 0 12.8 0 10.7S1 7.4 2.6 7.4S5.2 8.6 5.2 10.7S4.2 14 2.6 14ZM9.8 6.6C8.2 6.6 7.2 5.4 7.2 3.3S8.2 0 9.8 0S12.4 1.2 12.4 3.3S11.4 6.6 9.8 6.6ZM10 14L2.4 0
        & 10 M10 0L2 9.4C.4 11.6 1.6 14 4 14C6.2 14 7.2 12 6 10.2C5 8.8 0 7.6 0 3.8C0 1.4 1.6 0 4 0C6.8 0 9 2.2 9.4 6.2
        @ 13 M9.4 7.6C9 9 8 9.8 6.6 9.8C4.6 9.8 3.4 8.2 3.4 5.8S4.6 2 6.4 2C8 2 9 3 9.4 4.6V9.6V4C9.4 2.8 10 2.2 11 2.2C12.4 2.2 13 3.8 13 6C13 10.4 10.4 13 6.6 13C2.6 13 0 10 0 5.4C0 .4 2.8 -2.4 7 -2.4C8.6 -2.4 9.8 -2 11 -1.4
        → 11 M0 6H11M7 10L11 6L7 2
        – 8 M0 5.2H8
        · 0 M0 6V6.2
        × 7 M0 9.5L7 2.5M7 9.5L0 2.5
        ± 8 M0 7.6H8M4 3.6V11.6M0 .6H8
        … 8 M0 .2H.4V.6H0ZM4 .2H4.4V.6H4ZM8 .2H8.4V.6H8Z
        """;

    private static readonly FrozenDictionary<char, (float Advance, string Strokes)> ByCharacter = Glyphs.Split('\n')
        .Select(line => line.TrimEnd('\r').Split(' ', 3))
        .ToFrozenDictionary(parts => parts[0][0], parts => (float.Parse(parts[1], CultureInfo.InvariantCulture) + 2 * SideBearing, parts[2]));

    // What stands for a character that has no strokes: an empty box.
    private static readonly (float Advance, string Strokes) Missing = (7 + 2 * SideBearing, "M0 0H7V14H0Z");

    /// <summary>How far the next character stands from this one, and the strokes as SVG path data with y upwards.</summary>
    public static (float Advance, string Strokes) For(char character) =>
        character == ' ' ? (SpaceWidth, "") : ByCharacter.GetValueOrDefault(character, Missing);
}
