using System.Text.RegularExpressions;

namespace MnistPipeline.Tests;

/// <summary>What is asked of everything that is said about bad input.</summary>
internal static partial class BadInput
{
    /// <summary>The action throws <see cref="BadInputException"/>, whose message is one sentence and has the given words in it.</summary>
    public static void Assert(Action action, params string[] words)
    {
        var exception = Microsoft.VisualStudio.TestTools.UnitTesting.Assert.Throws<BadInputException>(action);
        AssertSentence(exception, words);
    }

    /// <summary>The action either throws as in <see cref="Assert"/>, or gives a result that is then tested.</summary>
    public static void AssertOr<T>(Func<T> action, Action<T> test, params string[] words)
    {
        T result;
        try
        {
            result = action();
        }
        catch (BadInputException exception)
        {
            AssertSentence(exception, words);
            return;
        }

        test(result);
    }

    private static void AssertSentence(BadInputException exception, string[] words)
    {
        var message = exception.Message;
        StringAssert.EndsWith(message, ".", StringComparison.Ordinal, message);
        StringAssert.DoesNotMatch(message, SentenceEndInside(), message);
        StringAssert.DoesNotMatch(message, StackOrTypeName(), message);
        Microsoft.VisualStudio.TestTools.UnitTesting.Assert.IsLessThan(500, message.Length, message);
        foreach (var word in words)
        {
            StringAssert.Contains(message, word, StringComparison.Ordinal, message);
        }
    }

    [GeneratedRegex(@"[.!?]\s|[\r\n]")]
    private static partial Regex SentenceEndInside();

    [GeneratedRegex(@"Exception|\bSystem\.|   at ")]
    private static partial Regex StackOrTypeName();
}
