using MnistPipeline.Data;

namespace MnistPipeline.Tests.Data;

[TestClass]
public sealed class StratifiedSplitTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(9)]
    [DataRow(500)]
    [DataRow(1667)]
    [DataRow(5000)]
    [DataRow(9990)]
    public void Each_class_gives_its_share_to_within_one_and_both_parts_keep_the_order(int count)
    {
        var digits = MnistDigits.Test;
        var (kept, heldOut) = StratifiedSplit.HoldOut(digits, count, seed: 3);
        Assert.AreEqual(count, heldOut.Count);
        Assert.AreEqual(digits.Count - count, kept.Count);
        for (var label = 0; label < digits.Classes.Count; label++)
        {
            var share = (double)digits.Labels.Count(other => other == label) * count / digits.Count;
            Assert.AreEqual(share, heldOut.Labels.Count(other => other == label), 1, $"class {label}");
            Assert.Contains(label, kept.Labels);
        }

        AssertMergesTo(digits, kept, heldOut);
    }

    [TestMethod]
    public void Data_without_a_test_part_give_as_many_test_digits_as_are_asked_for()
    {
        var parts = DigitSource.Open(TestFiles.Semeion, seed: 1, testDigits: 593);
        Assert.AreEqual((1000, 593), (parts.Train.Count, parts.Test.Count));
        BadInput.Assert(() => DigitSource.Open(TestFiles.Mnist, seed: 1, testDigits: 593), "593", "test part of its own");
    }

    [TestMethod]
    public void Sets_one_after_the_other_have_the_digits_and_the_classes_of_all()
    {
        var parts = DigitSource.Open(TestFiles.Semeion, seed: 1);
        var letters = new DigitSet("letters", MnistDigits.First(3).Pixels, [0, 1, 0], ["O", "3"]);
        var all = DigitSet.Concat([parts.Test, letters]);
        CollectionAssert.AreEqual(MnistDigits.NamesOf(parts.Test).Concat(["O", "3", "O"]).ToArray(), MnistDigits.NamesOf(all));
        CollectionAssert.AreEqual(parts.Test.Pixels.Concat(letters.Pixels).ToArray(), all.Pixels);
        using var first = all.OpenPicture(0);
        Assert.AreEqual(16, first.Width, "A picture stays as it came.");
        CollectionAssert.AreEqual(all.Pixels, all.AsRead().Pixels[..parts.Test.Pixels.Length].Concat(letters.Pixels).ToArray());
    }

    [TestMethod]
    public void The_seed_alone_decides_which_digits_are_held_out()
    {
        var first = StratifiedSplit.HoldOut(MnistDigits.Test, 1000, seed: 1).HeldOut;
        MnistDigits.AssertSame(first, StratifiedSplit.HoldOut(MnistDigits.Test, 1000, seed: 1).HeldOut);
        var other = StratifiedSplit.HoldOut(MnistDigits.Test, 1000, seed: 2).HeldOut;
        Assert.IsFalse(first.Pixels.AsSpan().SequenceEqual(other.Pixels));
    }

    [TestMethod]
    public void Each_class_keeps_a_digit_however_small_it_is()
    {
        var random = SeededRandom.For(5, RandomPurpose.Shuffle);
        for (var repetition = 0; repetition < 200; repetition++)
        {
            // Class sizes from 1 to 6, and now and then a large one.
            var sizes = Enumerable.Range(0, 2 + random.NextIndex(8)).Select(_ => random.NextIndex(5) == 0 ? 60 : 1 + random.NextIndex(6));
            int[] labels = [.. sizes.SelectMany((size, label) => Enumerable.Repeat(label, size))];
            random.Shuffle(labels.AsSpan());
            var classes = labels.Max() + 1;
            var digits = new DigitSet("small", MnistDigits.First(labels.Length).Pixels, labels, [.. Enumerable.Range(0, classes).Select(label => $"{label}")]);
            var most = labels.Length - classes;
            if (most == 0)
            {
                BadInput.Assert(() => StratifiedSplit.HoldOut(digits, 1, seed: repetition), "small");
                continue;
            }

            var (kept, heldOut) = StratifiedSplit.HoldOut(digits, 1 + random.NextIndex(most), seed: repetition);
            CollectionAssert.AreEquivalent(Enumerable.Range(0, classes).ToArray(), kept.Labels.Distinct().ToArray());
            AssertMergesTo(digits, kept, heldOut);
        }
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(0)]
    [DataRow(91)]
    [DataRow(100)]
    [DataRow(int.MaxValue)]
    public void A_count_out_of_range_is_refused(int count) =>
        BadInput.Assert(() => StratifiedSplit.HoldOut(MnistDigits.First(100), count, seed: 1), "first", $"{count:N0}", "1 to 90");

    /// <summary>The two parts are the whole, each digit in one of them, in its order.</summary>
    private static void AssertMergesTo(DigitSet whole, DigitSet kept, DigitSet heldOut)
    {
        var (nextKept, nextHeldOut) = (0, 0);
        for (var index = 0; index < whole.Count; index++)
        {
            if (IsNext(kept, nextKept, index))
            {
                nextKept++;
            }
            else
            {
                Assert.IsTrue(IsNext(heldOut, nextHeldOut, index), $"Digit {index} is in neither part.");
                nextHeldOut++;
            }
        }

        Assert.AreEqual((kept.Count, heldOut.Count), (nextKept, nextHeldOut));

        bool IsNext(DigitSet part, int next, int index) =>
            next < part.Count && part.Labels[next] == whole.Labels[index] && part.PixelsOf(next).SequenceEqual(whole.PixelsOf(index));
    }
}
