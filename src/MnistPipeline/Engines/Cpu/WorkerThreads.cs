using System.Diagnostics;

namespace MnistPipeline.Engines.Cpu;

/// <summary>
/// Threads that share out the items of one piece of work after another. Each takes the next item as soon as it is free, so a
/// thread that the system has put aside delays nobody; whoever waits spins for some microseconds before it sleeps.
/// </summary>
internal sealed class WorkerThreads : IDisposable
{
    private static readonly long SpinTicks = Stopwatch.Frequency / 50_000;

    private readonly Action<int, int> _work;
    private readonly Thread[] _threads;
    private readonly object _workGate = new();
    private readonly object _doneGate = new();

    // The number of the round above, the items that nobody has taken yet below. One number, so that a late thread cannot
    // take an item of the next round for one of the last.
    private long _ticket;
    private int _unfinished;
    private int _sleepers;
    private bool _callerSleeps;
    private bool _stopping;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many work, the caller of <see cref="Run"/> among them.</param>
    /// <param name="work">What is to be done with an item, given its index and the index of the thread. It must not throw.</param>
    public WorkerThreads(int threads, Action<int, int> work)
    {
        _work = work;
        _threads = new Thread[threads - 1];
        for (var index = 0; index < _threads.Length; index++)
        {
            var worker = index + 1;
            _threads[index] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"MnistPipeline {worker}" };
            _threads[index].Start();
        }
    }

    /// <summary>The threads that work.</summary>
    public int Count => _threads.Length + 1;

    /// <summary>Does the work for the items from 0 up to a count, in any order, and returns when all are done.</summary>
    public void Run(int items)
    {
        if (items == 0)
        {
            return;
        }

        _unfinished = items;
        Interlocked.Exchange(ref _ticket, ((_ticket >> 32) + 1 << 32) + items);
        if (Volatile.Read(ref _sleepers) > 0 && items > 1)
        {
            lock (_workGate)
            {
                Monitor.PulseAll(_workGate);
            }
        }

        TakeItems(0);
        WaitUntilDone();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        lock (_workGate)
        {
            _stopping = true;
            Monitor.PulseAll(_workGate);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private void Serve(int worker)
    {
        while (WaitForWork())
        {
            TakeItems(worker);
        }
    }

    private void TakeItems(int worker)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            if ((int)ticket == 0)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket) != ticket)
            {
                continue;
            }

            _work((int)ticket - 1, worker);
            if (Interlocked.Decrement(ref _unfinished) == 0 && Volatile.Read(ref _callerSleeps))
            {
                lock (_doneGate)
                {
                    Monitor.Pulse(_doneGate);
                }
            }
        }
    }

    private bool WaitForWork()
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < SpinTicks)
        {
            if ((int)Volatile.Read(ref _ticket) != 0)
            {
                return true;
            }

            Thread.SpinWait(8);
        }

        lock (_workGate)
        {
            // Counted before the look at the ticket: who has put work there since then sees a sleeper and wakes it.
            Interlocked.Increment(ref _sleepers);
            while ((int)Volatile.Read(ref _ticket) == 0 && !_stopping)
            {
                Monitor.Wait(_workGate);
            }

            Interlocked.Decrement(ref _sleepers);
            return !_stopping;
        }
    }

    private void WaitUntilDone()
    {
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _unfinished) != 0)
        {
            if (Stopwatch.GetTimestamp() - start < SpinTicks)
            {
                Thread.SpinWait(8);
                continue;
            }

            lock (_doneGate)
            {
                Volatile.Write(ref _callerSleeps, true);
                Interlocked.MemoryBarrier();
                while (Volatile.Read(ref _unfinished) != 0)
                {
                    Monitor.Wait(_doneGate);
                }

                _callerSleeps = false;
            }
        }
    }
}
