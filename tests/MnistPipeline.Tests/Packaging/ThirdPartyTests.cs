using System.Text.Json;

namespace MnistPipeline.Tests.Packaging;

[TestClass]
public sealed class ThirdPartyTests
{
    [TestMethod]
    public void The_notices_name_the_packages_and_versions_that_are_restored()
    {
        var locks = Directory.GetFiles(TestFiles.Root, "packages.lock.json", SearchOption.AllDirectories);
        Assert.IsGreaterThan(10, locks.Length);
        var restored = locks.SelectMany(Packages).Distinct().Order(StringComparer.OrdinalIgnoreCase).ToArray();
        var named = File.ReadLines(Path.Combine(TestFiles.Root, "THIRD-PARTY-NOTICES.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToArray();
        Assert.AreSequenceEqual(restored, named.Select(cells => $"{cells[1]} {cells[2]}").Order(StringComparer.OrdinalIgnoreCase).ToArray());
        Assert.IsTrue(named.All(cells => cells[3].Length > 0 && cells[4].Length > 0));
    }

    private static IEnumerable<string> Packages(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        return [.. json.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}")];
    }
}
