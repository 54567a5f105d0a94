namespace MnistPipeline.Tests;

[TestClass]
public sealed class CheckDigitsTests
{
    [TestMethod]
    [DataRow("4539578763621486")]
    [DataRow("79927398713")]
    public void Luhn_passes_numbers_that_are_known_to_pass(string digits) => AssertCatches(CheckDigits.Luhn, digits);

    [TestMethod]
    [DataRow("0306406152")]
    [DataRow("0471958697")]
    public void Mod_11_passes_ISBNs(string digits) => AssertCatches(CheckDigits.Mod11, digits);

    [TestMethod]
    [DataRow("3214282912345698765432161182")]
    public void Mod_97_passes_an_account_number_as_it_is_checked(string digits) => AssertCatches(CheckDigits.Mod97, digits);

    [TestMethod]
    public void Nothing_passes_no_check() => Assert.IsFalse(CheckDigits.Luhn("") || CheckDigits.Mod11("") || CheckDigits.Mod97(""));

    // Each of these checks catches every single digit that is wrong.
    private static void AssertCatches(Func<string, bool> check, string digits)
    {
        Assert.IsTrue(check(digits));
        for (var place = 0; place < digits.Length; place++)
        {
            foreach (var other in "0123456789".Where(digit => digit != digits[place]))
            {
                Assert.IsFalse(check(digits[..place] + other + digits[(place + 1)..]));
            }
        }
    }
}
