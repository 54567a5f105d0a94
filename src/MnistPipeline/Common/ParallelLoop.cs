using System.Runtime.ExceptionServices;

namespace MnistPipeline;

/// <summary>Loops over several cores that end with the exception that a plain loop would end with.</summary>
internal static class ParallelLoop
{
    /// <summary>Runs a body for each index from 0 on.</summary>
    /// <param name="count">The number of indices.</param>
    /// <param name="body">What to run; what it throws first, in the order of the indices, is thrown on.</param>
    /// <param name="threads">The most threads to run it on; -1 for all cores.</param>
    /// <param name="cancellation">Ends the loop.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Run(int count, Action<int> body, int threads = -1, CancellationToken cancellation = default)
    {
        var failures = new ExceptionDispatchInfo?[count];
        var loop = Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads }, (index, state) =>
        {
            try
            {
                body(index);
            }
            catch (Exception exception)
            {
                // Break still runs all lower indices, so the same failure is told every time.
                failures[index] = ExceptionDispatchInfo.Capture(exception);
                state.Break();
            }
        });
        if (loop.LowestBreakIteration is { } first)
        {
            failures[first]!.Throw();
        }
    }
}
