using System.Globalization;
using System.Runtime.Intrinsics;
using MnistPipeline;
using MnistPipeline.Benchmarks;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var architecture = new LeNet5Architecture();
var cores = Environment.ProcessorCount;
Console.WriteLine($"{cores} cores, {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)}-bit vectors. Medians of interleaved rounds; kernels by processor time.");
if (Vector512.IsHardwareAccelerated)
{
    PrintKernels<Lanes512>();
}

if (Vector256.IsHardwareAccelerated)
{
    PrintKernels<Lanes256>();
}

PrintSteps();
PrintEngines();
PrintDigits();

void PrintKernels<TLanes>()
    where TLanes : struct, ILanes<TLanes>
{
    using var rates = new KernelRates<TLanes>(architecture);
    var allCores = new Measurement("fused multiply-add, all cores", cores * 20 * MachineRate.Operations<TLanes>(), () =>
        Parallel.For(0, cores, _ =>
        {
            for (var repeat = 0; repeat < 20; repeat++)
            {
                MachineRate.Run<TLanes>();
            }
        }));
    Measurement.Interleave([.. rates.Kernels, allCores], rounds: 9, milliseconds: 20);
    Console.WriteLine();
    Console.WriteLine($"{"kernel, " + 32 * TLanes.Count + "-bit, one core",-34}{"GFLOP/s",9}{"of the machine's",18}");
    foreach (var kernel in rates.Kernels)
    {
        Console.WriteLine($"{kernel.Name,-34}{kernel.MedianOfProcessor / 1e9,9:F1}{kernel.MedianRatioTo(rates.Machine),18:P0}");
    }

    Console.WriteLine($"{allCores.Name + ", by the clock",-34}{allCores.Median / 1e9,9:F1}");
}

void PrintSteps()
{
    int[] threads = cores > 1 ? [1, cores] : [1];
    int[] bits = Vector512.IsHardwareAccelerated ? [256, 512] : Vector256.IsHardwareAccelerated ? [256] : [128];
    using var rates = new StepRates(architecture, threads, bits);
    Measurement.Interleave(rates.Measurements, rounds: 9, milliseconds: 60);
    Console.WriteLine();
    Console.WriteLine($"{"relu, maximum, AdamW, averaged",-52}{"images/s",10}{"a processor second",20}");
    foreach (var measurement in rates.Measurements)
    {
        Console.WriteLine($"{measurement.Name,-52}{measurement.Median,10:N0}{measurement.MedianOfProcessor,20:N0}");
    }

    Console.WriteLine($"allocated a step: {rates.AllocatedPerStep():F1} bytes");
}

void PrintEngines()
{
    Console.WriteLine();
    try
    {
        using var rates = new EngineRates(architecture, cores);
        Measurement.Interleave([.. rates.OnCpu, .. rates.OnTensorFlow], rounds: 9, milliseconds: 200);
        Console.WriteLine($"{"engines side by side, relu, maximum, AdamW, averaged",-52}{"images/s",10}{"of the cpu engine's",20}");
        foreach (var (onCpu, onTensorFlow) in rates.OnCpu.Zip(rates.OnTensorFlow))
        {
            Console.WriteLine($"{onCpu.Name,-52}{onCpu.Median,10:N0}");
            Console.WriteLine($"{onTensorFlow.Name,-52}{onTensorFlow.Median,10:N0}{onTensorFlow.Median / onCpu.Median,20:P0}");
        }
    }
    catch (BadInputException missing)
    {
        Console.WriteLine($"engines side by side: skipped. {missing.Message}");
    }
}

void PrintDigits()
{
    using var rates = new DigitRates(architecture);
    Measurement.Interleave(rates.Measurements, rounds: 9, milliseconds: 60);
    Console.WriteLine();
    Console.WriteLine($"{"pictures to probabilities, one core",-52}{"digits/s",10}{"microseconds",20}");
    foreach (var measurement in rates.Measurements)
    {
        Console.WriteLine($"{measurement.Name,-52}{measurement.Median,10:N0}{1e6 / measurement.Median,20:F0}");
    }
}
