using MnistPipeline.Data;

namespace MnistPipeline.Tests.Data;

[TestClass]
public sealed class DigitSetTests
{
    [TestMethod]
    [DataRow(2)]
    [DataRow(7)]
    [DataRow(-1)]
    public void A_label_that_is_no_class_is_refused(int label) => Assert.ThrowsExactly<ArgumentException>(
        () => new DigitSet("two classes", MnistDigits.First(2).Pixels, [0, label], ["no", "yes"]));
}
