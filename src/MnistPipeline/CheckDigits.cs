namespace MnistPipeline;

/// <summary>The checks that numbers commonly carry in their last digits, for <see cref="DigitStringOptions.Check"/>.</summary>
public static class CheckDigits
{
    /// <summary>Luhn's formula (ISO/IEC 7812-1), as on payment cards: every second digit from the right is doubled, and the sum of all figures ends in 0.</summary>
    /// <param name="digits">Digits 0 to 9 alone.</param>
    public static bool Luhn(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var value = (digits[^(place + 1)] - '0') * (place % 2 + 1);
            sum += value / 10 + value % 10;
        }

        return digits.Length > 1 && sum % 10 == 0;
    }

    /// <summary>Modulus 11 with the weights 1, 2, 3 and so on from the right, as of ISBN-10; numbers whose check would be X are none of digits.</summary>
    /// <param name="digits">Digits 0 to 9 alone.</param>
    public static bool Mod11(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            sum += (digits[^(place + 1)] - '0') * (place + 1);
        }

        return digits.Length > 1 && sum % 11 == 0;
    }

    /// <summary>Modulus 97 (ISO/IEC 7064, MOD 97-10), as of bank account numbers: divided by 97 the number leaves 1.</summary>
    /// <param name="digits">Digits 0 to 9 alone.</param>
    public static bool Mod97(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        var rest = 0;
        foreach (var digit in digits)
        {
            rest = (rest * 10 + digit - '0') % 97;
        }

        return digits.Length > 2 && rest == 1;
    }
}
