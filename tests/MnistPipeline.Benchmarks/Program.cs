using System.CommandLine;
using System.Globalization;
using System.Runtime.Intrinsics;
using MnistPipeline.Benchmarks;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;
using MnistPipeline.Stages;

const int Rounds = 9;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var program = new StageProgram(
    "Measures the speed of kernels, training steps and reading, beside TensorFlow, PyTorch and ONNX Runtime where they are, and keeps the figures as JSON and Markdown that are named by the processor; or compares two such files.",
    "dotnet run -c Release --project tests/MnistPipeline.Benchmarks");
var outputOption = program.Add(StageOptions.Path("--output", "The folder that the figures go to.", "docs/benchmarks"));
var compareOption = program.Add(new Option<string[]>("--compare") { Description = "Compares two files of figures, the earlier first, instead of measuring.", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true, HelpName = "JSON JSON" });
return program.Run(args, (parsed, console, cancellation) =>
{
    if (parsed.GetValue(compareOption) is [var before, var after])
    {
        Console.Write(FiguresText.Comparison(Figures.Load(before), Figures.Load(after)));
        return;
    }

    var architecture = new LeNet5Architecture();
    var cores = Environment.ProcessorCount;
    var tables = new List<FigureTable>();
    var figures = new Figures(Machine.Processor(), cores, Machine.VectorBits, $"{Environment.Version}", tables);
    Console.WriteLine(FiguresText.Heading(figures));
    if (Vector512.IsHardwareAccelerated)
    {
        Add(Kernels<Lanes512>(architecture, cores));
    }

    if (Vector256.IsHardwareAccelerated)
    {
        Add(Kernels<Lanes256>(architecture, cores));
    }

    AddSteps();
    AddCores();
    AddEngines();
    AddScoring();
    AddDigits();
    var path = figures.Write(parsed.GetValue(outputOption) ?? StagePaths.FromRoot("docs/benchmarks"));
    console.WriteHint($"{StagePaths.ForPeople(path)} and the .md beside it hold these figures.");

    void Add(FigureTable table)
    {
        cancellation.ThrowIfCancellationRequested();
        tables.Add(table);
        Console.WriteLine(FiguresText.Table(table));
    }

    void AddSteps()
    {
        int[] threads = cores > 1 ? [1, cores] : [1];
        int[] bits = Machine.VectorBits == 512 ? [256, 512] : [Machine.VectorBits];
        using var rates = new StepRates(architecture, threads, bits);
        Measurement.Interleave(rates.Measurements, Rounds, milliseconds: 60);
        Add(new FigureTable("training steps: relu, maximum, AdamW, averaged", "images/s", null, [.. rates.Measurements.Select(one => one.ByClock())]));
        Add(new FigureTable("allocated once a batch size is known", "bytes", null, [Figure.From("step, batch 64", [rates.AllocatedPerStep()])]));
        var counted = ProcessorCounters.Count(rates.Measurements[^2].Run);
        if (counted.Count > 0)
        {
            Add(new FigureTable($"counted by the processor: {rates.Measurements[^2].Name}", "a step", null, counted));
        }
        else
        {
            console.WriteProgress("The processor's counters are left out: perf is missing, or the system lets nobody count.");
        }
    }

    void AddCores()
    {
        using var rates = new CoresRates(cores);
        Measurement.Interleave(rates.Measurements, Rounds, milliseconds: 60);
        var (items, onCores) = rates.Tables();
        Add(items);
        Add(onCores);
    }

    void AddEngines()
    {
        using var rates = new EngineRates(architecture, cores);
        Measurement.Interleave([.. rates.OnCpu, .. rates.OnTensorFlow], Rounds, milliseconds: 200);
        if (rates.Missing is { } missing)
        {
            console.WriteProgress($"TensorFlow is left out. {missing}");
        }

        var onTorch = rates.OnTorch(Rounds, milliseconds: 200);
        if (onTorch.Count == 0)
        {
            console.WriteProgress("PyTorch is left out: python3 does not import torch.");
        }

        Add(new FigureTable("engines side by side: relu, maximum, AdamW, averaged", "images/s", "of the cpu engine's", [.. rates.OnCpu.Select(own => own.ByClock()), .. rates.OnTensorFlow.Zip(rates.OnCpu, (one, own) => one.ByClock(own)), .. onTorch]));
    }

    void AddScoring()
    {
        using var rates = new ScoringRates(architecture);
        Measurement.Interleave([.. rates.Measurements.SelectMany(pair => new[] { pair.Own, pair.Onnx })], Rounds, milliseconds: 60);
        Add(new FigureTable("the network alone, one core", "images/s", "of CpuScorer's", [.. rates.Measurements.SelectMany(pair => new[] { pair.Own.ByClock(), pair.Onnx.ByClock(pair.Own) })]));
    }

    void AddDigits()
    {
        using var rates = new DigitRates(architecture);
        Measurement.Interleave(rates.Measurements, Rounds, milliseconds: 60);
        Add(new FigureTable("pictures to probabilities, one core", "digits/s", null, [.. rates.Measurements.Select(one => one.ByClock())]));
    }
});

static FigureTable Kernels<TLanes>(LeNet5Architecture architecture, int cores)
    where TLanes : struct, ILanes<TLanes>
{
    using var rates = new KernelRates<TLanes>(architecture);
    var allCores = new Measurement("fused multiply-add, all cores, by the clock", cores * 20 * MachineRate.Operations<TLanes>() / 1e9, () =>
        Parallel.For(0, cores, _ =>
        {
            for (var repeat = 0; repeat < 20; repeat++)
            {
                MachineRate.Run<TLanes>();
            }
        }));
    Measurement.Interleave([.. rates.Kernels, allCores], Rounds, milliseconds: 20);
    return new FigureTable($"kernels, {32 * TLanes.Count}-bit, one core", "GFLOP/s", "of the machine's", [.. rates.Kernels.Select(kernel => kernel.ByProcessor(1e9, rates.Machine)), allCores.ByClock()]);
}
