using System.Collections.Concurrent;
using MnistPipeline.Tests.Packaging;

namespace MnistPipeline.Tests.Notebooks;

/// <summary>The programs of one file beside the notebooks.</summary>
[TestClass]
public sealed class FileProgramTests
{
    // .NET builds a program of one file where it builds it for everybody, and two builds at a time get in each other's way.
    private static readonly ConcurrentDictionary<string, Lock> Builds = new();

    [TestMethod]
    public void One_trains_a_zip_one_reads_with_it_and_one_fine_tunes_it()
    {
        using var folder = new TemporaryFolder();
        var (zip, newZip) = (folder.At("new", "model.zip"), folder.At("tuned", "model.zip"));
        StringAssert.Matches(Run("train", zip, "1"), new("^test +9[5-9]", System.Text.RegularExpressions.RegexOptions.Multiline));
        StringAssert.Matches(Run("read", zip), new("^labelled 7  read as 7  ", System.Text.RegularExpressions.RegexOptions.Multiline));
        StringAssert.Matches(Run("fine-tune", zip, newZip), new("^after +9[5-9]", System.Text.RegularExpressions.RegexOptions.Multiline));
        using var reader = DigitReader.Open(newZip);
        Assert.HasCount(10, reader.Classes);

        static string Run(string program, params string[] arguments)
        {
            var (exitCode, output) = RunToEnd(program, arguments);
            Assert.AreEqual(0, exitCode, output);
            return output;
        }
    }

    [TestMethod]
    public void One_reads_the_fields_of_a_form()
    {
        var (exitCode, output) = RunToEnd("form", []);
        Assert.AreEqual(0, exitCode, output);
        var lines = output.Trim().Split('\n');
        Assert.AreEqual("field,text,confidence,forAPerson", lines[0].TrimEnd('\r'));
        StringAssert.Matches(lines[1], new("^postal code,\"[0-9]{5}\","));
        StringAssert.Matches(lines[2], new("^date,\"[0-9]{2}[.][0-9]{2}[.][0-9]{4}\","));
        StringAssert.Matches(lines[3], new("^amount,\"[0-9]{1,5}[.][0-9]{2}\","));
        Assert.HasCount(4, lines);
    }

    [TestMethod]
    [DataRow("form", "missing.jpg")]
    [DataRow("train", "model.zip", "many")]
    [DataRow("read", "missing.zip")]
    [DataRow("fine-tune", "missing.zip")]
    public void What_its_user_can_mend_is_one_sentence_and_exit_code_2(string program, params string[] arguments)
    {
        var (exitCode, output) = RunToEnd(program, arguments);
        Assert.AreEqual(2, exitCode, output);
        StringAssert.Contains(output, arguments[^1]);
        Assert.HasCount(1, output.Trim().Split('\n'), output);
    }

    private static (int ExitCode, string Output) RunToEnd(string program, string[] arguments)
    {
        lock (Builds.GetOrAdd(program, _ => new Lock()))
        {
            return DotNet.RunToEnd(TestFiles.Root, PackedLibraries.UnpackedPackages()[0], ["run", $"notebooks/{program}.cs", "--", .. arguments]);
        }
    }
}
