using System.Buffers.Binary;

namespace MnistPipeline.Hostility;

/// <summary>Ways in which files are damaged.</summary>
internal static class Damage
{
    private static readonly int[] Numbers = [0, 1, -1, 2, 16, 255, 256, 784, 65_535, 65_536, int.MaxValue, int.MinValue, 1_000_000];

    private static readonly byte[][] Words =
    [
        [.. "null"u8], [.. "-1"u8], [.. "1e308"u8], [.. "NaN"u8], [.. "99999999999"u8], [.. "\"\""u8], [.. "{}"u8], [.. "[]"u8], [.. ",,"u8], [.. "\r\n"u8], [0xEF, 0xBB, 0xBF], [0],
    ];

    /// <summary>A content with one to four damages.</summary>
    /// <param name="content">The content.</param>
    /// <param name="others">Contents of which pieces are put in.</param>
    /// <param name="random">What chooses.</param>
    public static byte[] Of(byte[] content, IReadOnlyList<byte[]> others, Random random)
    {
        List<byte> damaged = [.. content];
        for (var left = 1 + random.Next(4); left > 0; left--)
        {
            Once(damaged, others, random);
        }

        return [.. damaged];
    }

    private static void Once(List<byte> content, IReadOnlyList<byte[]> others, Random random)
    {
        if (content.Count == 0)
        {
            content.AddRange(others[random.Next(others.Count)]);
            return;
        }

        // Headers are short and tell most, so that half of the damages lie near the beginning.
        var place = random.Next(random.Next(2) == 0 ? content.Count : Math.Min(content.Count, 64));
        var length = Math.Min(content.Count - place, 1 + random.Next(random.Next(4) == 0 ? 4096 : 16));
        switch (random.Next(8))
        {
            case 0:
                content[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                content[place] = (byte)random.Next(256);
                break;
            case 2:
                content.RemoveRange(place, length);
                break;
            case 3:
                content.RemoveRange(place, content.Count - place);
                break;
            case 4:
                content.InsertRange(place, content.GetRange(place, length));
                break;
            case 5:
                var other = others[random.Next(others.Count)];
                var from = random.Next(other.Length);
                content.InsertRange(place, other.AsSpan(from, Math.Min(other.Length - from, length)).ToArray());
                break;
            case 6:
                content.InsertRange(place, Words[random.Next(Words.Length)]);
                break;
            default:
                var number = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(number, Numbers[random.Next(Numbers.Length)]);
                if (random.Next(2) == 0)
                {
                    Array.Reverse(number);
                }

                for (var index = 0; index < number.Length && place + index < content.Count; index++)
                {
                    content[place + index] = number[index];
                }

                break;
        }
    }
}
