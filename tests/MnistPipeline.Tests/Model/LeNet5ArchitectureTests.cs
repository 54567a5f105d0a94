using MnistPipeline.Model;

namespace MnistPipeline.Tests.Model;

[TestClass]
public sealed class LeNet5ArchitectureTests
{
    [TestMethod]
    public void The_default_network_has_61706_parameters() =>
        Assert.AreEqual(61_706, new LeNet5Architecture().ParameterCount());

    [TestMethod]
    public void Tensors_follow_each_other_without_gaps()
    {
        var end = 0;
        foreach (var tensor in new LeNet5Architecture { C1Kernels = 3, C3Kernels = 7, Classes = 5 }.Tensors())
        {
            Assert.AreEqual(end, tensor.Offset, tensor.Name);
            end += tensor.Length;
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(257)]
    public void A_number_out_of_range_is_named(int kernels)
    {
        var error = Assert.Throws<BadInputException>(() => new LeNet5Architecture { C1Kernels = kernels }.Checked());
        StringAssert.Contains(error.Message, "C1Kernels");
    }

    [TestMethod]
    public void More_outputs_leave_everything_else_as_it_is()
    {
        var before = LeNet5Parameters.Initialize(new LeNet5Architecture { Classes = 3 }, 1);
        var after = before.WithClasses(5, 2);
        foreach (var tensor in before.Architecture.Tensors())
        {
            Assert.IsTrue(before[tensor.Name].SequenceEqual(after[tensor.Name][..tensor.Length]), tensor.Name);
        }

        Assert.AreEqual(2 * 84, after["output.weight"][(3 * 84)..].ToArray().Distinct().Count());
        CollectionAssert.AreEqual(before.Values, before.WithClasses(3, 2).Values);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => before.WithClasses(2, 2));
    }

    [TestMethod]
    public void One_seed_gives_one_initialization()
    {
        var architecture = new LeNet5Architecture();
        CollectionAssert.AreEqual(LeNet5Parameters.Initialize(architecture, 3).Values, LeNet5Parameters.Initialize(architecture, 3).Values);
        CollectionAssert.AreNotEqual(LeNet5Parameters.Initialize(architecture, 3).Values, LeNet5Parameters.Initialize(architecture, 4).Values);
    }
}
