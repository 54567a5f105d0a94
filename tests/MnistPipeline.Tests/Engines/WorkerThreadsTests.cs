using MnistPipeline.Engines.Cpu;

namespace MnistPipeline.Tests.Engines;

[TestClass]
public class WorkerThreadsTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    public void Every_item_of_many_rounds_is_done_once(int threads)
    {
        var done = new int[100];
        using var workers = new WorkerThreads(threads, (item, _) => Interlocked.Increment(ref done[item]));
        for (var round = 0; round < 2000; round++)
        {
            var items = round % 101;
            workers.Run(items);
            for (var item = 0; item < done.Length; item++)
            {
                Assert.AreEqual(item < items ? 1 : 0, done[item]);
                done[item] = 0;
            }
        }
    }

    [TestMethod]
    public void Each_thread_has_an_index_of_its_own_while_it_works()
    {
        var busy = new int[3];
        var clashes = 0;
        using var workers = new WorkerThreads(3, (_, worker) =>
        {
            if (Interlocked.Increment(ref busy[worker]) != 1)
            {
                Interlocked.Increment(ref clashes);
            }

            Thread.SpinWait(50);
            Interlocked.Decrement(ref busy[worker]);
        });
        for (var round = 0; round < 200; round++)
        {
            workers.Run(20);
        }

        Assert.AreEqual(0, clashes);
    }

    [TestMethod]
    public void Threads_that_sleep_between_rounds_wake_and_can_be_ended()
    {
        var done = 0;
        using (var workers = new WorkerThreads(4, (_, _) => Interlocked.Increment(ref done)))
        {
            for (var round = 0; round < 5; round++)
            {
                Thread.Sleep(2);
                workers.Run(50);
            }
        }

        Assert.AreEqual(250, done);
    }
}
