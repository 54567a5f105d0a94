using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using MnistPipeline.Plots;
using MnistPipeline.TensorFlow;
using SkiaSharp;

namespace MnistPipeline.Tests.Packaging;

[TestClass]
public sealed class PackageContentTests
{
    private const string Library = "MnistPipeline";
    private const string OfPlots = "MnistPipeline.Plots";
    private const string OnTensorFlow = "MnistPipeline.TensorFlow";

    [TestMethod]
    public void Packing_the_solution_makes_three_packages_with_symbols_and_nothing_else()
    {
        string[] expected = [.. new[] { Library, OfPlots, OnTensorFlow }.SelectMany(id => new[] { PackedLibraries.PathOf(id), PackedLibraries.PathOf(id, "snupkg") })];
        CollectionAssert.AreEquivalent(expected, Directory.GetFileSystemEntries(PackedLibraries.Folder));
    }

    [TestMethod]
    [DataRow(Library)]
    [DataRow(OfPlots)]
    [DataRow(OnTensorFlow)]
    public void A_package_holds_the_library_its_docs_and_what_its_page_shows(string id)
    {
        using var package = ZipFile.OpenRead(PackedLibraries.PathOf(id));
        CollectionAssert.AreEquivalent(
            new[] { $"{id}.nuspec", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", "README.md", "CHANGELOG.md", "icon.png" }, Contents(package));

        var metadata = Metadata(package, id);
        Assert.AreEqual(id, metadata["id"]);
        Assert.AreEqual(PackedLibraries.Version, metadata["version"]);
        Assert.AreEqual("MIT", metadata["license"]);
        Assert.AreEqual("README.md", metadata["readme"]);
        Assert.AreEqual("icon.png", metadata["icon"]);
        Assert.AreEqual("The MnistPipeline authors", metadata["authors"]);
        Assert.IsGreaterThan(40, metadata["description"].Length);
        CollectionAssert.IsSubsetOf(new[] { "ml.net", "lenet-5", "mnist", "handwriting" }, metadata["tags"].Split(' '));
        Assert.IsFalse(metadata.ContainsKey("projectUrl"), "the project has no address yet");

        using var icon = SKBitmap.Decode(Bytes(package, "icon.png"));
        Assert.AreEqual((128, 128), (icon.Width, icon.Height));
        StringAssert.StartsWith(Text(package, "README.md"), $"# {id}\n");
    }

    [TestMethod]
    [DataRow(Library, typeof(LeNet5Trainer))]
    [DataRow(OfPlots, typeof(ConfusionPlot))]
    [DataRow(OnTensorFlow, typeof(TensorFlowRuntime))]
    public void The_packaged_docs_tell_of_the_public_types(string id, Type type)
    {
        using var package = ZipFile.OpenRead(PackedLibraries.PathOf(id));
        var members = XDocument.Parse(Text(package, $"lib/net10.0/{id}.xml")).Descendants("member").Select(member => member.Attribute("name")!.Value).ToHashSet();
        foreach (var documented in type.Assembly.GetExportedTypes())
        {
            Assert.Contains($"T:{documented.FullName!.Replace('+', '.')}", members);
        }
    }

    [TestMethod]
    [DataRow(Library)]
    [DataRow(OfPlots)]
    [DataRow(OnTensorFlow)]
    public void The_symbols_are_those_of_the_packaged_library(string id)
    {
        using var package = ZipFile.OpenRead(PackedLibraries.PathOf(id));
        using var symbols = ZipFile.OpenRead(PackedLibraries.PathOf(id, "snupkg"));
        CollectionAssert.AreEquivalent(new[] { $"{id}.nuspec", $"lib/net10.0/{id}.pdb" }, Contents(symbols));

        using var library = new PEReader([.. Bytes(package, $"lib/net10.0/{id}.dll")]);
        var expected = library.ReadCodeViewDebugDirectoryData(library.ReadDebugDirectory().First(entry => entry.Type == DebugDirectoryEntryType.CodeView));
        using var provider = MetadataReaderProvider.FromPortablePdbImage([.. Bytes(symbols, $"lib/net10.0/{id}.pdb")]);
        Assert.AreEqual(expected.Guid, new BlobContentId(provider.GetMetadataReader().DebugMetadataHeader!.Id).Guid);
    }

    [TestMethod]
    public void A_package_asks_for_what_its_library_needs_at_run_time_alone()
    {
        var library = Dependencies(Library);
        CollectionAssert.AreEquivalent(
            new[]
            {
                "Google.Protobuf", "Microsoft.ML", "Microsoft.ML.ImageAnalytics", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxTransformer",
                "Sep", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies", "System.Numerics.Tensors",
            },
            library.Keys);
        Assert.AreEqual("[2.88.9, 3.0.0)", library["SkiaSharp"], "ML.NET's pictures fail with SkiaSharp 3");

        foreach (var id in new[] { OfPlots, OnTensorFlow })
        {
            var dependencies = Dependencies(id);
            Assert.AreEqual($"[{PackedLibraries.Version}]", dependencies[Library], "it uses internals, so that no other version will do");
            var others = dependencies.Keys.Except(library.Keys).Except([Library, "Microsoft.ML.TensorFlow"]).ToArray();
            Assert.IsEmpty(others, string.Join(", ", others));
        }
    }

    private static Dictionary<string, string> Dependencies(string id)
    {
        using var package = ZipFile.OpenRead(PackedLibraries.PathOf(id));
        return XDocument.Parse(Text(package, $"{id}.nuspec")).Descendants().Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("version")!.Value);
    }

    private static Dictionary<string, string> Metadata(ZipArchive package, string id) =>
        XDocument.Parse(Text(package, $"{id}.nuspec")).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);

    /// <summary>The files of a package, without the three parts that the format itself asks for.</summary>
    private static string[] Contents(ZipArchive package) =>
        [.. package.Entries.Select(entry => entry.FullName).Where(name => name is not "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))];

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static byte[] Bytes(ZipArchive package, string name)
    {
        using var content = new MemoryStream();
        using var entry = package.GetEntry(name)!.Open();
        entry.CopyTo(content);
        return content.ToArray();
    }
}
