using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MnistPipeline.Tests.Rooms;

/// <summary>A name in the code, and what it means.</summary>
/// <param name="File">The file that it stands in, from the root of the repository.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Meaning">The type, or the member, that it names.</param>
internal sealed record NamedSymbol(string File, int Line, ISymbol Meaning)
{
    /// <summary>The type that it names, or whose member it is; null for a namespace and the like.</summary>
    public INamedTypeSymbol? Type => (Meaning as INamedTypeSymbol ?? Meaning.ContainingType)?.OriginalDefinition;
}

/// <summary>All that is compiled into the packages, as the compiler understands it.</summary>
internal static class SourceCode
{
    private static readonly string[] ImplicitUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    /// <summary>Compiles the files of src/.</summary>
    public static CSharpCompilation Compile()
    {
        var files = Directory.EnumerateFiles(Path.Combine(TestFiles.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var usings = string.Concat(ImplicitUsings.Select(name => $"global using {name};\n"));
        var ours = new HashSet<string>(["MnistPipeline.dll", "MnistPipeline.Plots.dll", "MnistPipeline.TensorFlow.dll"], StringComparer.Ordinal);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !ours.Contains(Path.GetFileName(path)));
        return CSharpCompilation.Create(
            "src",
            [CSharpSyntaxTree.ParseText(usings), .. files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: Path.GetRelativePath(TestFiles.Root, file).Replace('\\', '/')))],
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Every name in the code that means something; those in comments do not.</summary>
    public static IEnumerable<NamedSymbol> Names(CSharpCompilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0))
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null && model.GetSymbolInfo(name).Symbol is { } symbol and not INamespaceSymbol)
                {
                    yield return new NamedSymbol(tree.FilePath, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1, symbol);
                }
            }
        }
    }
}
