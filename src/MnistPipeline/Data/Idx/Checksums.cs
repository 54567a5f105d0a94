using System.Security.Cryptography;
using System.Text;

namespace MnistPipeline.Data.Idx;

/// <summary>
/// Reads files that a SHA256SUMS file beside them vouches for: a line a file, its SHA-256 in hexadecimal and its name, as the
/// program sha256sum writes and checks it.
/// </summary>
internal static class Checksums
{
    private const string ListName = "SHA256SUMS";

    /// <summary>The bytes of a file, checked where a list lies beside it and names it.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or its SHA-256 is another.</exception>
    public static byte[] ReadChecked(string path)
    {
        var content = InputFile.ReadAllBytes(path);
        var listPath = Path.Combine(Path.GetDirectoryName(path) ?? "", ListName);
        if (File.Exists(listPath) && Find(listPath, Path.GetFileName(path)) is { } expected
            && !expected.Equals(Convert.ToHexString(SHA256.HashData(content)), StringComparison.OrdinalIgnoreCase))
        {
            throw new BadFileException(content.AsSpan().StartsWith("version https://git-lfs"u8)
                ? $"{path} is a pointer of Git LFS where the data should be: run \"git lfs pull\"."
                : $"{path} is not the file whose SHA-256 is in {ListName} beside it: check it out or download it again without changing line endings.");
        }

        return content;
    }

    private static string? Find(string listPath, string name)
    {
        var text = Encoding.UTF8.GetString(InputFile.ReadAllBytes(listPath));
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var space = line.IndexOf(' ');
            if (space != 2 * SHA256.HashSizeInBytes)
            {
                throw new BadFileException($"{listPath} has a line that is not a SHA-256 and a file name: make it again with sha256sum.");
            }

            // The star marks binary mode.
            if (line[space..].TrimStart(' ', '*') == name)
            {
                return line[..space];
            }
        }

        return null;
    }
}
