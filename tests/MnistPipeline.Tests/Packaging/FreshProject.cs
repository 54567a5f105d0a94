using System.Xml.Linq;

namespace MnistPipeline.Tests.Packaging;

/// <summary>A project of somebody else, which knows one of the packages alone.</summary>
internal static class FreshProject
{
    /// <summary>Writes the project <c>app</c> into a folder.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="package">The package's name.</param>
    /// <param name="code">The lines of its program.</param>
    /// <param name="asksFeeds">Whether it may ask the user's feeds too, for what a published app needs; else all else was unpacked when these tests were built.</param>
    public static void Write(TemporaryFolder folder, string package, IEnumerable<string> code, bool asksFeeds = false)
    {
        File.WriteAllLines(folder.At("app", "Program.cs"), code);
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable"),
                new XElement("TreatWarningsAsErrors", !asksFeeds), // of ML.NET, which no trimming analysis passes
                new XElement("UseAppHost", asksFeeds)),
            new XElement(
                "ItemGroup",
                new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", PackedLibraries.Version)))).Save(folder.At("app", "app.csproj"));

        XElement[] clear = asksFeeds ? [] : [new XElement("clear")];
        new XElement(
            "configuration",
            new XElement("packageSources", clear, Add("packed", PackedLibraries.Folder)),
            new XElement("packageSourceMapping", new XElement("clear")),
            new XElement(
                "fallbackPackageFolders",
                new XElement("clear"),
                PackedLibraries.UnpackedPackages().Select((path, index) => Add($"unpacked{index}", path)))).Save(folder.At("nuget.config"));
    }

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
}
