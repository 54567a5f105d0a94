using System.Diagnostics;

namespace MnistPipeline.Hostility;

/// <summary>A content that a reader did not bear.</summary>
/// <param name="Reader">The reader.</param>
/// <param name="Number">The number of the input, which makes it anew.</param>
/// <param name="Content">The content.</param>
/// <param name="Fault">What happened.</param>
internal sealed record Finding(Reader Reader, int Number, byte[] Content, string Fault);

/// <summary>Gives readers damaged inputs. Whatever they are, they are read, or refused with a <see cref="BadInputException"/>, in little time.</summary>
/// <param name="readers">The readers, which take turns.</param>
/// <param name="seed">The same seed and number give the same input.</param>
internal sealed class Fuzzing(IReadOnlyList<Reader> readers, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Gives the inputs from one number up to another.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="end">The number behind the last.</param>
    /// <param name="folder">An empty folder for the files that readers want.</param>
    /// <returns>What was found.</returns>
    public IReadOnlyList<Finding> Run(int first, int end, string folder)
    {
        var findings = new List<Finding>();
        for (var number = first; number < end; number++)
        {
            var reader = readers[number % readers.Count];
            var content = Input(reader, number);
            var path = Path.Combine(folder, "input" + reader.Ending);
            var clock = Stopwatch.StartNew();
            var fault = FaultOf(reader, content, path) ?? (clock.Elapsed > Patience ? $"It took {clock.Elapsed.TotalSeconds:F0} s." : null);
            if (fault is not null)
            {
                findings.Add(new Finding(reader, number, content, fault));
            }

            File.Delete(path);
        }

        return findings;
    }

    private byte[] Input(Reader reader, int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var damaged = Damage.Of(reader.Good[random.Next(reader.Good.Count)], reader.Good, random);
        return reader.Sign?.Invoke(damaged) ?? damaged;
    }

    private static string? FaultOf(Reader reader, byte[] content, string path)
    {
        try
        {
            File.WriteAllBytes(path, content);
            reader.Read(content, path);
            return null;
        }
        catch (BadInputException refused)
        {
            return refused.Message.Length > 0 && !refused.Message.Contains('\n') ? null : $"The sentence is none: '{refused.Message}'";
        }
        catch (Exception bug)
        {
            return bug.ToString();
        }
    }
}
