using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MnistPipeline.Notebooks;

/// <summary>A cell's <c>#r</c> lines, held against what the solution has: a notebook that asks for something else would run otherwise elsewhere.</summary>
internal sealed partial class ReferenceLines
{
    private readonly PackageAssemblies _packages = new();
    private readonly Dictionary<string, string> _versions;
    private readonly string _solutionText;
    private readonly string _solutionFolder;

    /// <summary>The lines of notebooks of the solution in a folder.</summary>
    public ReferenceLines(string solutionFolder)
    {
        _solutionFolder = solutionFolder;
        _solutionText = File.ReadAllText(Path.Combine(solutionFolder, "MnistPipeline.sln")).Replace('\\', '/');
        _versions = XDocument.Load(Path.Combine(solutionFolder, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => Lowest((string)package.Attribute("Version")!));
    }

    /// <summary>The packages that a code asks for.</summary>
    public static IEnumerable<(string Name, string Version)> PackagesIn(string code) =>
        Package().Matches(code).Select(line => (line.Groups["name"].Value, line.Groups["version"].Value));

    /// <summary>Code without its <c>#r</c> lines, its other lines where they were, and the assemblies that they name.</summary>
    /// <param name="code">A cell's code.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <exception cref="InvalidDataException">A line asks for another version than the solution's, or for a file of none of its projects.</exception>
    public (string Code, IReadOnlyList<Assembly> Assemblies) Resolve(string code, string folder)
    {
        var assemblies = new List<Assembly>();
        foreach (var (name, version) in PackagesIn(code))
        {
            if (_versions.GetValueOrDefault(name) != version)
            {
                throw new InvalidDataException(
                    $"#r asks for {name} {version}, but Directory.Packages.props has {_versions.GetValueOrDefault(name, "no such package")}.");
            }

            assemblies.AddRange(_packages.Of(name));
        }

        foreach (Match line in Library().Matches(code))
        {
            assemblies.Add(LibraryAt(line.Groups["path"].Value, folder));
        }

        return (AnyReference().Replace(code, ""), assemblies);
    }

    // Of a range such as [2.88.9, 3) NuGet takes the lowest version.
    private static string Lowest(string version) => version.TrimStart('[').Split(',')[0];

    private Assembly LibraryAt(string path, string folder)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var project = $"src/{name}/{name}.csproj";
        var built = Path.Combine(_solutionFolder, "src", name, "bin", "Release", "net10.0", name + ".dll");
        return _solutionText.Contains($"\"{project}\"", StringComparison.Ordinal) && Path.GetFullPath(path, folder) == built
            ? Assembly.Load(name)
            : throw new InvalidDataException($"#r asks for {path}, which no project of MnistPipeline.sln builds there.");
    }

    [GeneratedRegex("""^[ \t]*#r[ \t]+"nuget:[ \t]*(?<name>[^", ]+)[ \t]*,[ \t]*(?<version>[^" ]+)[ \t]*"[ \t]*$""", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex("""^[ \t]*#r[ \t]+"(?!nuget:)(?<path>[^"]+)"[ \t]*$""", RegexOptions.Multiline)]
    private static partial Regex Library();

    [GeneratedRegex("""^[ \t]*#r[ \t]+"[^"]*"[ \t]*$""", RegexOptions.Multiline)]
    private static partial Regex AnyReference();
}
