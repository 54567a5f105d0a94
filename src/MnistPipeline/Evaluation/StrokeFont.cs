using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace MnistPipeline.Evaluation;

/// <summary>
/// A TrueType font made in memory from <see cref="StrokeGlyphs"/>, as the OpenType specification lays it out: SkiaSharp brings no
/// font of its own, so without one installed a plot would have no text.
/// </summary>
internal static class StrokeFont
{
    /// <summary>The font's name.</summary>
    public const string Family = "MnistPipeline Strokes";

    private const int UnitsPerEm = 1000;
    private const float Scale = 50; // font units in one unit of the glyphs
    private const short Ascent = 850;
    private const short Descent = -250;

    /// <summary>The font's file.</summary>
    /// <param name="penWidth">The width of the strokes, in the glyphs' units: 1.8 is regular, 2.6 bold.</param>
    public static byte[] Create(float penWidth)
    {
        var characters = StrokeGlyphs.All().OrderBy(glyph => glyph.Character).ToList();
        using var pen = new SKPaint
        {
            Style = SKPaintStyle.Stroke,
            StrokeWidth = penWidth,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
        using var missing = SKPath.ParseSvgPathData("M0 0H7V14H0Z");
        var glyphs = new List<TrueTypeGlyph>
        {
            TrueTypeGlyph.Outline(missing, pen, 7 + 2 * StrokeGlyphs.SideBearing, Scale),
            new([], (int)(StrokeGlyphs.SpaceWidth * Scale)),
        };
        foreach (var (_, width, strokes) in characters)
        {
            using var path = SKPath.ParseSvgPathData(strokes);
            glyphs.Add(TrueTypeGlyph.Outline(path, pen, width + 2 * StrokeGlyphs.SideBearing, Scale));
        }

        var codes = characters.Select(glyph => (int)glyph.Character).Prepend(' ').ToList();
        return Assemble(new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["OS/2"] = WindowsMetrics(codes),
            ["cmap"] = CharacterMap(codes),
            ["glyf"] = [.. glyphs.SelectMany(glyph => glyph.Data)],
            ["head"] = Words(1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, UnitsPerEm, 0, 0, 0, 0, 0, 0, 0, 0, 0, Descent, UnitsPerEm, Ascent, 0, 8, 2, 1, 0),
            ["hhea"] = Words(1, 0, Ascent, Descent, 0, UnitsPerEm, 0, 0, UnitsPerEm, 1, 0, 0, 0, 0, 0, 0, 0, glyphs.Count),
            ["hmtx"] = Words([.. glyphs.SelectMany(glyph => new[] { glyph.Advance, glyph.Left })]),
            ["loca"] = Locations(glyphs),
            ["maxp"] = Words(1, 0, glyphs.Count, 2000, 50, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
            ["name"] = Names(),
            ["post"] = Words(3, 0, 0, 0, -150, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        });
    }

    private static byte[] CharacterMap(List<int> codes)
    {
        // Format 4 with a segment for each character: end codes, start codes, glyph minus code, and the closing segment 0xFFFF.
        var segments = codes.Count + 1;
        var power = 1 << (int)Math.Log2(segments);
        var ends = codes.Append(0xFFFF).ToArray();
        var deltas = codes.Select((code, index) => index + 1 - code).Append(1);
        return Words(
            [0, 1, 3, 1, 0, 12, 4, 16 + 8 * segments, 0, 2 * segments, 2 * power, (int)Math.Log2(power), 2 * (segments - power),
                .. ends, 0, .. ends, .. deltas, .. new int[segments]]);
    }

    private static byte[] Locations(List<TrueTypeGlyph> glyphs)
    {
        var offsets = new byte[4 * (glyphs.Count + 1)];
        var offset = 0;
        for (var index = 0; index < glyphs.Count; index++)
        {
            offset += glyphs[index].Data.Length;
            BinaryPrimitives.WriteInt32BigEndian(offsets.AsSpan(4 * index + 4), offset);
        }

        return offsets;
    }

    private static byte[] Names()
    {
        var family = Encoding.BigEndianUnicode.GetBytes(Family);
        int[] identifiers = [1, 2, 4, 6];
        return
        [
            .. Words(0, identifiers.Length, 6 + 12 * identifiers.Length),
            .. identifiers.SelectMany(identifier => Words(3, 1, 0x409, identifier, family.Length, 0)),
            .. family,
        ];
    }

    private static byte[] WindowsMetrics(List<int> codes) => Words(
        3, 500, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x40,
        codes[0], codes[^1], Ascent, Descent, 0, Ascent, -Descent, 0, 1, 0, 0, 500, 700, 0, ' ', 1);

    private static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        using var file = new MemoryStream();
        file.Write(Words(1, 0, tables.Count, 128, 3, 16 * tables.Count - 128));
        var offset = 12 + 16 * tables.Count;
        foreach (var (tag, table) in tables)
        {
            file.Write(Encoding.ASCII.GetBytes(tag));
            var entry = new byte[12];
            BinaryPrimitives.WriteUInt32BigEndian(entry, CheckSum(table));
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(4), offset);
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(8), table.Length);
            file.Write(entry);
            offset += Padded(table.Length);
        }

        foreach (var table in tables.Values)
        {
            file.Write(table);
            file.Write(new byte[Padded(table.Length) - table.Length]);
        }

        return file.ToArray();
    }

    private static uint CheckSum(byte[] table)
    {
        var padded = new byte[Padded(table.Length)];
        table.CopyTo(padded, 0);
        var sum = 0u;
        for (var offset = 0; offset < padded.Length; offset += 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(offset));
        }

        return sum;
    }

    private static int Padded(int length) => (length + 3) / 4 * 4;

    private static byte[] Words(params int[] values)
    {
        var bytes = new byte[2 * values.Length];
        for (var index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(2 * index), (short)values[index]);
        }

        return bytes;
    }
}
