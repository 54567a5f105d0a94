namespace MnistPipeline.Tests.Documents;

[TestClass]
public sealed class DocumentPathsTests
{
    [TestMethod]
    public void Every_link_leads_somewhere()
    {
        var broken = MarkdownText.ReadAll().SelectMany(document => document.Links.Where(link => !Leads(document, link)).Select(link => $"{document.Path}: {link}")).ToList();
        Assert.IsEmpty(broken, string.Join('\n', broken));
    }

    [TestMethod]
    public void Every_path_of_the_repository_that_a_document_names_exists()
    {
        var named = MarkdownText.ReadAll()
            .SelectMany(document => document.CodeSpans.Concat(document.CodeLines).SelectMany(code => code.Split(' ', ',', ':', '`', '"', '\'', '(', ')'))
                .Where(RepositoryPath.IsOne)
                .Select(path => (document, path)))
            .ToList();
        Assert.IsGreaterThan(20, named.Count);
        var missing = named.Where(one => !RepositoryPath.Exists(one.path) && !Path.Exists(Path.Combine(one.document.Folder, one.path)))
            .Select(one => $"{one.document.Path}: {one.path}").ToList();
        Assert.IsEmpty(missing, string.Join('\n', missing));
    }

    [TestMethod]
    public void Every_folder_and_file_of_the_map_exists()
    {
        var lines = MarkdownText.Read("ARCHITECTURE.md").CodeLines.SkipWhile(line => !line.StartsWith("src/", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0).ToList();
        Assert.IsGreaterThan(20, lines.Count);
        var parents = new Stack<(int Indent, string Path)>();
        foreach (var line in lines)
        {
            var indent = line.Length - line.TrimStart().Length;
            while (parents.Count > 0 && parents.Peek().Indent >= indent)
            {
                _ = parents.Pop();
            }

            var parent = parents.Count > 0 ? parents.Peek().Path : "";

            // The names stand first, then their meaning: "Idx/  Csv/  Pictures/    one reader a kind of file".
            foreach (var name in line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .TakeWhile(field => !field.Contains(' ') && (field.EndsWith('/') || Path.HasExtension(field))))
            {
                var path = parent + name;
                Assert.IsTrue(RepositoryPath.Exists(path), $"The map names {path}.");
                if (name.EndsWith('/'))
                {
                    parents.Push((indent, path));
                }
            }
        }
    }

    [TestMethod]
    public void The_packages_pages_have_no_link_that_ends_at_the_repository()
    {
        foreach (var page in Directory.GetDirectories(Path.Combine(TestFiles.Root, "src")).Select(folder => MarkdownText.Read($"src/{Path.GetFileName(folder)}/README.md")))
        {
            var local = page.Links.Where(link => !Uri.IsWellFormedUriString(link, UriKind.Absolute)).ToList();
            Assert.IsEmpty(local, $"{page.Path}: {string.Join(' ', local)}");
        }
    }

    [TestMethod]
    public void The_packages_page_has_the_three_lines_and_the_ten_lines_of_the_readme() =>
        CollectionAssert.AreEqual(MarkdownText.Read("README.md").CSharpBlocks.ToArray(), MarkdownText.Read("src/MnistPipeline/README.md").CSharpBlocks.Take(2).ToArray());

    private static bool Leads(MarkdownText document, string link)
    {
        if (link.Contains(':'))
        {
            return Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Contains('.');
        }

        var (path, anchor) = link.Split('#') is [var before, var behind] ? (before, behind) : (link, "");
        var target = path.Length == 0 ? Path.Combine(TestFiles.Root, document.Path) : Path.Combine(document.Folder, path);
        return Path.Exists(target) && (anchor.Length == 0 || MarkdownText.Read(Path.GetRelativePath(TestFiles.Root, target)).Anchors.Contains(anchor));
    }
}
