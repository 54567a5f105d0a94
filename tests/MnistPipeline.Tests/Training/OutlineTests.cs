using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests.Training;

[TestClass]
public sealed class OutlineTests
{
    [TestMethod]
    public void What_is_left_of_a_digit_surrounds_its_strokes()
    {
        var outline = new byte[784];
        foreach (var digit in RealDigits.Mnist(50))
        {
            Outline.Draw(digit, outline);
            for (var pixel = 0; pixel < 784; pixel++)
            {
                // Full ink is left free, and what is no neighbour of ink stays paper.
                Assert.IsLessThanOrEqualTo(255 - digit[pixel], outline[pixel]);
                var isNear = Enumerable.Range(-1, 3).Any(row => Enumerable.Range(-1, 3).Any(column => digit.ElementAtOrDefault(pixel + row * 28 + column) > 0));
                Assert.IsTrue(isNear || outline[pixel] == 0);
            }

            Assert.IsGreaterThan(20, outline.Count(ink => ink > 127));
        }
    }
}
