using System.Text;

namespace MnistPipeline.Tests.Common;

[TestClass]
public sealed class AtomicFileTests
{
    [TestMethod]
    public void A_new_content_takes_the_place_of_the_old_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("new/folder/file");
        AtomicFile.Write(path, stream => stream.Write("the old and longer one"u8));
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.AreEqual("new", File.ReadAllText(path));
        Assert.AreSequenceEqual([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [TestMethod]
    public void A_write_that_fails_half_way_leaves_the_old_file_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("file");
        File.WriteAllText(path, "old");
        _ = Assert.ThrowsExactly<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.AreEqual("old", File.ReadAllText(path));
        Assert.AreSequenceEqual([path], Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void The_rest_of_a_killed_write_is_no_obstacle()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("file");
        File.WriteAllText(path + ".tmp", "half of one, and longer than the next");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes("whole")));
        Assert.AreEqual("whole", File.ReadAllText(path));
    }

    [TestMethod]
    public void A_path_that_is_a_folder_or_lies_in_a_file_is_bad_input()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("file"), "");
        foreach (var path in new[] { folder.Path, Path.Combine(folder.At("file"), "model.zip") })
        {
            var exception = Assert.Throws<BadInputException>(() => AtomicFile.Write(path, stream => stream.WriteByte(1)));
            Assert.Contains(path, exception.Message);
        }
    }
}
