using System.Reflection;
using System.Text.Json.Nodes;

namespace MnistPipeline.Notebooks;

/// <summary>The assemblies that a package brings, with all that it asks for, among those that this program was built with.</summary>
internal sealed class PackageAssemblies
{
    private readonly Dictionary<string, JsonObject> _packages;

    /// <summary>Reads the list that the build wrote beside this program.</summary>
    public PackageAssemblies()
    {
        var list = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(typeof(PackageAssemblies).Assembly.Location, ".deps.json")))!;
        var target = list["targets"]![(string)list["runtimeTarget"]!["name"]!]!.AsObject();
        _packages = target.ToDictionary(package => package.Key[..package.Key.IndexOf('/')], package => package.Value!.AsObject(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The assemblies of a package; none where this program was built without it.</summary>
    public IReadOnlyList<Assembly> Of(string package)
    {
        var assemblies = new List<Assembly>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Add(package);
        return assemblies;

        void Add(string name)
        {
            if (!seen.Add(name) || !_packages.TryGetValue(name, out var found))
            {
                return;
            }

            assemblies.AddRange((found["runtime"]?.AsObject() ?? []).Select(file => Assembly.Load(Path.GetFileNameWithoutExtension(file.Key))));
            foreach (var (dependency, _) in found["dependencies"]?.AsObject() ?? [])
            {
                Add(dependency);
            }
        }
    }
}
