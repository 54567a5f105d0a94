using MnistPipeline.Data;
using MnistPipeline.Data.Strings;

namespace MnistPipeline.Tests.Data.Strings;

[TestClass]
public sealed class StringSourceTests
{
    private static readonly DigitSourceOptions Options = new();

    [TestMethod]
    public void A_table_names_pictures_and_texts_in_any_columns_with_or_without_a_header()
    {
        using var folder = new TemporaryFolder();
        var texts = WrittenStrings.WriteTable(folder, "data", 12);
        var table = folder.At("data", "strings.csv");
        var lines = File.ReadAllLines(table);
        string[][] forms =
        [
            lines,
            lines[1..],
            ["id,Text,writer,Image", .. lines[1..].Select((line, index) => $"{index},{line.Split(',')[1]},me,{line.Split(',')[0]}")],
            ["file,text", .. lines[1..].Select(line => $"\"{line.Split(',')[0]}\",\" {string.Join(".", line.Split(',')[1].AsEnumerable())}\"")],
        ];
        foreach (var form in forms)
        {
            File.WriteAllLines(table, form);
            Assert.IsTrue(StringSource.Is(table));
            foreach (var path in new[] { table, folder.At("data", "") })
            {
                var parts = StringSource.Open(path, seed: 1, Options);
                Assert.HasCount(2, parts.Test);
                Assert.IsTrue(parts.Train.Concat(parts.Test).All(one => one.Row.Columns >= 28));
                CollectionAssert.AreEqual(texts, parts.Train.Concat(parts.Test).OrderBy(one => one.Path, StringComparer.Ordinal).Select(one => one.Text).ToList());
            }
        }
    }

    [TestMethod]
    public void A_folder_of_pictures_is_named_by_their_texts()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "12.50", "12.50_2", "8001_a", "7", "007", "12-05-2026", "0" })
        {
            _ = folder.Write($"data/{name}.png", WrittenStrings.Write(3, 2).Png);
        }

        Assert.IsTrue(StringSource.Is(folder.At("data", "")));
        var parts = StringSource.Open(folder.At("data", ""), 0, Options);
        CollectionAssert.AreEquivalent(
            new[] { "1250", "1250", "8001", "7", "007", "12052026", "0" }, parts.Train.Concat(parts.Test).Select(one => one.Text).ToList());
    }

    [TestMethod]
    public void Tables_of_their_own_are_the_parts()
    {
        using var folder = new TemporaryFolder();
        _ = WrittenStrings.WriteTable(folder, "data", 9);
        var lines = File.ReadAllLines(folder.At("data", "strings.csv"));
        File.Delete(folder.At("data", "strings.csv"));
        File.WriteAllLines(folder.At("data", "train.csv"), lines[..7]);
        File.WriteAllLines(folder.At("data", "test.csv"), [lines[0], .. lines[7..]]);
        var parts = StringSource.Open(folder.At("data", ""), 0, Options);
        Assert.AreEqual((6, 3), (parts.Train.Count, parts.Test.Count));
    }

    [TestMethod]
    public void What_is_no_string_is_refused_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        _ = WrittenStrings.WriteTable(folder, "data", 8);
        var table = folder.At("data", "strings.csv");
        var lines = File.ReadAllLines(table);
        BadInput.Assert(() => With([.. lines, "pictures/gone.png,12"]), "gone.png");
        BadInput.Assert(() => With([.. lines, "pictures/001.png,12a"]), "12a", "Line 10");
        BadInput.Assert(() => With([.. lines, "pictures/001.png"]), "Line 10");
        BadInput.Assert(() => With(lines[..4]), "at least 6");
        BadInput.Assert(() => With(["file,text"]), "strings.csv");
        BadInput.Assert(() => StringSource.Open(folder.At("nowhere"), 0, Options), "nowhere");
        BadInput.Assert(() => StringSource.Open(folder.At("empty", ""), 0, Options), "empty");
        _ = folder.Write("letters/abc.png", WrittenStrings.Write(3, 2).Png);
        BadInput.Assert(() => StringSource.Open(folder.At("letters", ""), 0, Options), "abc");
        Assert.IsFalse(StringSource.Is(TestFiles.Mnist));

        _ = folder.Write("data/pictures/002.png", [1, 2, 3]);
        BadInput.Assert(() => With(lines), "002.png");
        var notes = new List<string>();
        File.WriteAllLines(table, lines);
        var parts = StringSource.Open(table, 0, new DigitSourceOptions { SkipUnreadable = true, Noted = notes.Add });
        Assert.AreEqual(7, parts.Train.Count + parts.Test.Count);
        Assert.HasCount(1, notes);

        void With(string[] content)
        {
            File.WriteAllLines(table, content);
            _ = StringSource.Open(table, 0, Options);
        }
    }
}
