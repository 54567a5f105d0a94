using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MnistPipeline.Tests;

/// <summary>That no test leaves a process behind, or waits for one for ever.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed partial class ChildProcessTests
{
    [TestMethod]
    public void It_ends_with_the_test_together_with_what_it_has_started()
    {
        Process grandchild;
        using (var child = new ChildProcess(new ProcessStartInfo("sh", ["-c", "sleep 1000 & echo $!; wait"])))
        {
            grandchild = Process.GetProcessById(int.Parse(child.Output.ReadLine()!, CultureInfo.InvariantCulture));
        }

        using (grandchild)
        {
            Assert.IsTrue(grandchild.WaitForExit(TimeSpan.FromMinutes(1)));
        }
    }

    [TestMethod]
    public void One_that_takes_too_long_is_killed_and_named()
    {
        using var child = new ChildProcess(new ProcessStartInfo("sleep", ["1000"]), TimeSpan.Zero);
        StringAssert.Contains(Assert.ThrowsExactly<AssertFailedException>(() => child.WaitForExit()).Message, "sleep 1000");
    }

    [TestMethod]
    public void Every_test_has_a_time_limit()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "MnistPipeline.Tests.testconfig.json")));
        var limit = settings.RootElement.GetProperty("mstest").GetProperty("timeout").GetProperty("test").GetInt32();
        Assert.IsInRange(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(limit));
    }

    [TestMethod]
    public void All_processes_of_the_tests_are_started_there()
    {
        var others = Directory.GetFiles(Path.Combine(TestFiles.Root, "tests", "MnistPipeline.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => Start().IsMatch(File.ReadAllText(path)))
            .Select(path => Path.GetFileName(path));
        Assert.AreSequenceEqual(["ChildProcess.cs"], others);
    }

    [GeneratedRegex(@"\bProcess\.Start\(")]
    private static partial Regex Start();
}
