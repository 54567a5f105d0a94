namespace MnistPipeline;

/// <summary>An option is out of its range.</summary>
public sealed class BadOptionException : BadInputException
{
    internal BadOptionException(string option, string message, Exception? innerException = null)
        : base(message, innerException) => Option = option;

    /// <summary>The name of the property, such as <c>LearningRate</c>.</summary>
    public string Option { get; }

    /// <summary>Refuses a whole number out of its range.</summary>
    internal static void ThrowUnless(int value, int min, int max, string option)
    {
        if (value < min || value > max)
        {
            throw new BadOptionException(option, $"{option} is {value:N0}: choose a whole number from {min:N0} to {max:N0}.");
        }
    }

    /// <summary>Refuses a number out of its range, and what is no number. The least number above 0 stands for an end that is left out.</summary>
    internal static void ThrowUnless(float value, float min, float max, string option)
    {
        if (!(value >= min && value <= max))
        {
            var range = min == float.Epsilon ? $"above 0 and at most {max}" : $"from {min} to {max}";
            throw new BadOptionException(option, $"{option} is {value}: choose a number {range}.");
        }
    }

    /// <summary>Refuses what is none of the names.</summary>
    internal static void ThrowUnlessNamed<T>(T value, string option)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new BadOptionException(option, $"{option} is {value}: choose one of {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }
}
