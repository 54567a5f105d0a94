using MnistPipeline.Model.Strings;

namespace MnistPipeline.Tests.Model.Strings;

[TestClass]
public sealed class StringPatternTests
{
    [TestMethod]
    [DataRow("ddddd", 5, 5, "12345", "12345")]
    [DataRow("dd.dd.dddd", 8, 8, "24121987", "24.12.1987")]
    [DataRow("d{1,6},dd", 3, 8, "123456", "1234,56")]
    [DataRow("d{1,6},dd", 3, 8, "123", "1,23")]
    [DataRow("d{4}-d{2}", 6, 6, "202611", "2026-11")]
    [DataRow("d{0,3}d", 1, 4, "7", "7")]
    [DataRow("CH-dddd", 4, 4, "8001", "CH-8001")]
    [DataRow("d{1,2}/d{1,2}", 2, 4, "123", "12/3")]
    public void A_pattern_tells_the_lengths_and_puts_the_separators_in(string pattern, int least, int most, string digits, string text)
    {
        var read = new StringPattern(pattern);
        Assert.AreEqual((least, most), (read.MinLength, read.MaxLength));
        Assert.AreEqual(text, read.Format(digits));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("...")]
    [DataRow("d{")]
    [DataRow("d{3,1}")]
    [DataRow("d{a}")]
    [DataRow("d{1,2,3}")]
    [DataRow("{2}")]
    [DataRow("12dd")]
    [DataRow("d{100}")]
    public void What_is_no_pattern_is_refused(string pattern) => BadInput.Assert(() => _ = new StringPattern(pattern), $"'{pattern}'", "dd.dd.dddd");
}
