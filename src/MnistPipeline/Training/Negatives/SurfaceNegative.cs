using MnistPipeline.Training.Drawing;

namespace MnistPipeline.Training.Negatives;

/// <summary>What light, dirt and paper leave where there is no digit: edges of shadows, specks, noise, stripes, nothing at all.</summary>
internal static class SurfaceNegative
{
    private const int Size = Digit.Size;
    private const int BoxSize = 20;

    // Slopes and levels are whole 256ths, so that a surface has the same bits on every processor.
    private const int Unit = 256;

    /// <summary>Fills a part of a box whose longer side has 20 pixels, on one side of an edge or between two, sharp or soft.</summary>
    public static void Shadow(ref SeededRandom random, Span<byte> target)
    {
        var (width, height) = (BoxSize, BoxSize);
        if (random.NextIndex(2) == 0)
        {
            height = 3 + random.NextIndex(BoxSize - 3);
        }
        else if (random.NextIndex(2) == 0)
        {
            // What is much narrower than high could be a 1.
            width = BoxSize / 3 + random.NextIndex(BoxSize - BoxSize / 3);
        }

        var (left, top) = ((Size - width) / 2 + random.NextIndex(5) - 2, (Size - height) / 2 + random.NextIndex(5) - 2);
        Span<int> edges = stackalloc int[6];
        var count = 1 + random.NextIndex(2);
        for (var edge = 0; edge < count; edge++)
        {
            var isSharp = random.NextIndex(2) == 0;
            var steepness = (isSharp ? 300 : 20) * random.NextSingle() + 5;
            edges[3 * edge] = (int)(Unit * random.NextSymmetric(steepness));
            edges[3 * edge + 1] = (int)(Unit * random.NextSymmetric(steepness));

            // The edge goes through a point of the box.
            edges[3 * edge + 2] = edges[3 * edge] * (left + random.NextIndex(width)) + edges[3 * edge + 1] * (top + random.NextIndex(height));
        }

        var noise = random.NextIndex(2) * random.NextIndex(80);
        for (var row = Math.Max(0, top); row < Math.Min(Size, top + height); row++)
        {
            for (var column = Math.Max(0, left); column < Math.Min(Size, left + width); column++)
            {
                var ink = 255;
                for (var edge = 0; edge < count; edge++)
                {
                    ink = Math.Min(ink, (edges[3 * edge] * column + edges[3 * edge + 1] * row - edges[3 * edge + 2]) / Unit + 128);
                }

                target[row * Size + column] = (byte)Math.Clamp(ink + (noise > 0 ? random.NextIndex(2 * noise) - noise : 0), 0, 255);
            }
        }
    }

    /// <summary>
    /// Fills two sides of a box, most where they meet, as where the light falls off towards a corner of the sheet: what is missing of each
    /// side's light adds up. The sheet is larger than a digit, so that the sides may run out of the picture.
    /// </summary>
    public static void Corner(ref SeededRandom random, Span<byte> target)
    {
        var depth = 3 + random.NextIndex(4);
        var (isMirrored, isTurned) = (random.NextIndex(2) == 0, random.NextIndex(2) == 0);
        var (height, width) = (BoxSize - random.NextIndex(9), BoxSize - random.NextIndex(9));
        var (top, left) = (3 + random.NextIndex(9), 3 + random.NextIndex(9));
        var down = 64 + random.NextIndex(129);
        var noise = random.NextIndex(60);
        for (var row = 0; row < Math.Min(height, Size - top); row++)
        {
            for (var column = 0; column < Math.Min(width, Size - left); column++)
            {
                var missing = (down * Math.Max(0, depth - row) + (256 - down) * Math.Max(0, depth - column)) / depth;

                // As InkTone stretches it: none up to 12 % of the most, all from 92 % on.
                var ink = Math.Clamp((missing - 31) * 5 / 4, 0, byte.MaxValue) - (noise > 0 && missing > 31 ? random.NextIndex(noise) : 0);
                var (y, x) = (top + row, left + column);
                target[(isTurned ? Size - 1 - y : y) * Size + (isMirrored ? Size - 1 - x : x)] = (byte)Math.Max(0, ink);
            }
        }
    }

    /// <summary>Strews specks of one pixel or several, few or many, over the box.</summary>
    public static void Specks(ref SeededRandom random, Span<byte> target)
    {
        var largest = 1 + random.NextIndex(4);
        var density = random.NextSingle();
        var count = 4 + (int)(density * density * 300 / (largest * largest));
        for (var speck = 0; speck < count; speck++)
        {
            var (width, height) = (1 + random.NextIndex(largest), 1 + random.NextIndex(largest));
            var (left, top) = (3 + random.NextIndex(23 - width), 3 + random.NextIndex(23 - height));
            var ink = (byte)(64 + random.NextIndex(192));
            for (var row = top; row < top + height; row++)
            {
                target.Slice(row * Size + left, width).Fill(ink);
            }
        }
    }

    /// <summary>Noise in cells of one pixel to six, each mixed with its neighbours, of which a part is ink.</summary>
    public static void Clouds(ref SeededRandom random, Span<byte> target)
    {
        const int MaxCells = BoxSize + 2;
        var cell = 1 + random.NextIndex(6);
        var sharpness = 1 + random.NextIndex(6);
        var threshold = 96 + random.NextIndex(96);
        Span<byte> cells = stackalloc byte[MaxCells * MaxCells];
        foreach (ref var value in cells)
        {
            value = (byte)random.NextIndex(256);
        }

        for (var row = 0; row < BoxSize; row++)
        {
            for (var column = 0; column < BoxSize; column++)
            {
                var at = row / cell * MaxCells + column / cell;
                var (right, down) = (column % cell, row % cell);
                var upper = cells[at] * (cell - right) + cells[at + 1] * right;
                var lower = cells[at + MaxCells] * (cell - right) + cells[at + MaxCells + 1] * right;
                var grey = (upper * (cell - down) + lower * down) / (cell * cell);
                target[(row + 4) * Size + column + 4] = (byte)Math.Clamp((grey - threshold) * sharpness + 128, 0, 255);
            }
        }
    }

    /// <summary>Draws two to six stripes, and perhaps others across them, as of ruled paper.</summary>
    public static void Stripes(ref SeededRandom random, Span<byte> target)
    {
        var sketch = new Sketch();
        var (along, across) = (2 + random.NextIndex(5), random.NextIndex(2) * (1 + random.NextIndex(5)));
        for (var stripe = 0; stripe < along; stripe++)
        {
            sketch.Line(0, stripe, 6, stripe);
        }

        for (var stripe = 0; stripe < across; stripe++)
        {
            sketch.Line(stripe, 0, stripe, 6);
        }

        sketch.Distort(random.NextIndex(2) * 90 + random.NextSymmetric(10), random.NextSymmetric(0.1f), 0.5f + random.NextSingle());
        sketch.Draw(0.7f + 2 * random.NextSingle(), 0.7f, target);
    }
}
