using MnistPipeline.Model.Strings;

namespace MnistPipeline.Tests.Model.Strings;

[TestClass]
public sealed class StringAlignmentTests
{
    private const int Classes = 4;

    [TestMethod]
    public void It_is_the_likeliest_of_all_ways_to_spell_the_text()
    {
        const int Steps = 7;
        for (var seed = 0; seed < 40; seed++)
        {
            var logits = StepLogits.Draw(Steps, Classes, 3, seed);
            var logs = LogProbability.OfSteps(logits, Classes);
            int[] text = [seed % 3, seed / 3 % 3, seed % 2];
            var best = Ways(Steps).Where(way => Spelled(way).SequenceEqual(text)).MaxBy(way => way.Select((shown, step) => logs[step * Classes + shown]).Sum())!;
            var shownAt = StringAlignment.Run(logits, Classes, text);
            var steps = shownAt.SelectMany((range, place) => Enumerable.Range(range.First, range.Count).Select(step => (step, text[place]))).ToDictionary();
            CollectionAssert.AreEqual(best, Enumerable.Range(0, Steps).Select(step => steps.GetValueOrDefault(step, Classes - 1)).ToArray());
        }
    }

    [TestMethod]
    public void No_text_is_shown_nowhere() => Assert.IsEmpty(StringAlignment.Run(StepLogits.Draw(3, Classes, 3, 1), Classes, []));

    private static IEnumerable<int[]> Ways(int steps) => steps == 0
        ? [[]]
        : Ways(steps - 1).SelectMany(way => Enumerable.Range(0, Classes).Select(shown => (int[])[.. way, shown]));

    private static IEnumerable<int> Spelled(int[] way) => way.Where((shown, step) => shown != Classes - 1 && (step == 0 || way[step - 1] != shown));
}
