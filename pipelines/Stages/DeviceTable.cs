using MnistPipeline.Engines.Cpu;
using MnistPipeline.TensorFlow;
using Spectre.Console;

namespace MnistPipeline.Stages;

/// <summary>What each engine can compute on, as a table.</summary>
internal static class DeviceTable
{
    /// <summary>Asks the engines, and writes what they say.</summary>
    /// <param name="console">Where to write.</param>
    /// <param name="options">Where TensorFlow is.</param>
    public static void Write(StageConsole console, TensorFlowOptions options)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true }.AddColumns("engine", "device", "memory");
        var memory = Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        table.AddRow("cpu", CpuEngine.Describe(Environment.ProcessorCount)["cpu, ".Length..], memory);
        try
        {
            var runtime = TensorFlowRuntime.Open(options, Environment.ProcessorCount);
            foreach (var device in runtime.Devices)
            {
                table.AddRow($"tensorflow {runtime.Version}", device.Name, device.Type == "CPU" ? memory : Memory(device.MemoryBytes));
            }

            console.WriteTable(table);
        }
        catch (BadInputException missing)
        {
            console.WriteTable(table);
            console.WriteResult(missing.Message);
        }
    }

    private static string Memory(long bytes) => $"{bytes / (double)(1L << 30):F1} GiB";
}
