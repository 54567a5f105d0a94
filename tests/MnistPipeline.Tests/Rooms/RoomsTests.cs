using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MnistPipeline.Tests.Rooms;

/// <summary>The rooms of the packages are their folders; ARCHITECTURE.md says which of them may name which.</summary>
[TestClass]
public sealed class RoomsTests
{
    private const string Library = "src/MnistPipeline/";

    // Each room, and those that it may name beside itself.
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Common"] = [],
        ["Reading"] = ["Common"],
        ["Evaluation"] = ["Common"],
        ["Model"] = ["Common", "Reading", "Evaluation"],
        ["Data"] = ["Common", "Reading"],
        ["Engines"] = ["Common", "Reading", "Model"],
        ["Training"] = ["Common", "Reading", "Model", "Engines", "Data", "Evaluation"],
        ["Tuning"] = ["Common", "Reading", "Model", "Engines", "Data", "Evaluation", "Training"],
        ["MLNet"] = ["Common", "Reading", "Model", "Engines", "Data", "Evaluation", "Training", "Tuning"],
        [""] = ["Common", "Reading", "Model", "Engines", "Evaluation"],
        ["Plots"] = ["", "Common", "Reading", "Model", "Engines", "Data", "Evaluation", "Training", "Tuning", "MLNet"],
        ["TensorFlow"] = ["Common", "Reading", "Model", "Engines", "Data", "Evaluation", "Training", "Tuning", "MLNet"],
    };

    private static readonly Lazy<ImmutableArray<NamedSymbol>> AllNames = new(() => [.. SourceCode.Names(SourceCode.Compile())]);

    [TestMethod]
    public void Every_folder_is_a_room_of_the_list()
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(TestFiles.Root, Library)).Select(Path.GetFileName).Except(["bin", "obj"]))
        {
            Assert.IsTrue(Arrows.ContainsKey(folder!), $"{Library}{folder} is a new room: say here, and in ARCHITECTURE.md, which rooms it may name.");
        }
    }

    [TestMethod]
    public void No_arrow_runs_the_wrong_way()
    {
        var wrong = new List<string>();
        var seen = new HashSet<(string, string)>();
        foreach (var name in AllNames.Value)
        {
            if (name.Type?.Locations.FirstOrDefault(location => location.IsInSource)?.SourceTree is { FilePath.Length: > 0 } home)
            {
                var (from, to) = (RoomOf(name.File), RoomOf(home.FilePath));
                _ = seen.Add((from, to));
                if (from != to && !Arrows[from].Contains(to))
                {
                    wrong.Add($"{name.File}({name.Line}) names {name.Type.Name} of {to}");
                }
            }
        }

        Assert.IsGreaterThan(30, seen.Count);
        Assert.IsEmpty(wrong, string.Join('\n', wrong.Distinct()));
    }

    [TestMethod]
    public void The_arrows_that_are_allowed_make_no_circle()
    {
        foreach (var (room, named) in Arrows)
        {
            Assert.IsFalse(named.Any(other => Arrows[other].Contains(room)), room);
        }
    }

    [TestMethod]
    public void No_package_writes_to_the_console()
    {
        AssertNobodyNames(type => type.ToDisplayString() == "System.Console", file => true);
        Assert.IsTrue(AllNames.Value.Any(name => name.Type?.ToDisplayString() == "System.Math"), "Names of the framework are understood.");
    }

    [TestMethod]
    public void No_engine_sees_ML_NET_or_a_file()
    {
        AssertNobodyNames(
            type => type.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.ML", StringComparison.Ordinal) || type.ToDisplayString().StartsWith("System.IO.", StringComparison.Ordinal),
            file => RoomOf(file) == "Engines");
        Assert.IsTrue(AllNames.Value.Any(name => name.Type?.ToDisplayString() == "Microsoft.ML.MLContext"), "Names of ML.NET are understood.");
    }

    [TestMethod]
    public void ML_NET_is_known_to_its_face_and_to_the_doors_for_pictures_and_data_alone() => AssertNobodyNames(
        type => type.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.ML", StringComparison.Ordinal) && type.Name is not "MLImage" and not "MLPixelFormat",
        file => RoomOf(file) is not "MLNet" and not "Data" and not "TensorFlow");

    private static void AssertNobodyNames(Func<INamedTypeSymbol, bool> isMeant, Func<string, bool> isWatched)
    {
        var found = AllNames.Value.Where(name => isWatched(name.File) && name.Type is { } type && isMeant(type)).Select(name => $"{name.File}({name.Line}): {name.Type!.Name}").ToList();
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    private static string RoomOf(string file)
    {
        if (!file.StartsWith(Library, StringComparison.Ordinal))
        {
            return file.Split('/')[1].Split('.')[1];
        }

        var path = file[Library.Length..].Split('/');
        return path.Length == 1 ? "" : path[0];
    }
}
