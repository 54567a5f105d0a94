using System.Diagnostics;
using MnistPipeline;
using MnistPipeline.Data;
using MnistPipeline.Hostility;
using MnistPipeline.Stages;

const int InputsAtOnce = 1000;
const int OwnTurns = 10;

var program = new StageProgram(
    "Gives every reader damaged inputs, kills the programs that train at random moments, runs them where there is no room, reads with 64 threads at once, and besieges Serve. What a reader did not bear is kept as a file.",
    "dotnet run -c Release --project tests/MnistPipeline.Hostility -- --inputs 1000000 --kills 200 --scarce 200 --crowd 60 --seed 1");
var inputsOption = program.Add(StageOptions.WholeNumber("--inputs", "How many damaged inputs are read.", "100,000"));
var killsOption = program.Add(StageOptions.WholeNumber("--kills", "How many times a program is killed.", "20"));
var scarceOption = program.Add(StageOptions.WholeNumber("--scarce", "How many times a program runs on a small or read-only file system.", "20"));
var crowdOption = program.Add(StageOptions.WholeNumber("--crowd", "For how many seconds 64 threads read at once.", "20"));
var siegeOption = program.Add(StageOptions.WholeNumber("--siege", "For how many seconds Serve is besieged by 60 hostile clients of 64.", "20"));
var seedOption = program.Add(StageOptions.Seed(1));
var outputOption = program.Add(StageOptions.Output("runs/findings"));
return program.Run(args, (parsed, console, cancellation) =>
{
    var seed = parsed.GetValue(seedOption) ?? 1;
    var output = parsed.GetValue(outputOption) ?? StagePaths.FromRoot("runs/findings");
    var digits = DigitSource.Open(StagePaths.FromRoot("data/mnist"), seed).Test;
    var problems = Fuzz(digits, parsed.GetValue(inputsOption) ?? 100_000) + KillAll(digits, parsed.GetValue(killsOption) ?? 20)
        + Starve(digits, parsed.GetValue(scarceOption) ?? 20) + ReadAtOnce(digits, parsed.GetValue(crowdOption) ?? 20);
    Besiege(digits, parsed.GetValue(siegeOption) ?? 20);
    if (problems > 0)
    {
        throw new BadInputException($"{problems:N0} problems were found: look into {StagePaths.ForPeople(output)} and at the lines above.");
    }

    int Fuzz(DigitSet seen, int count)
    {
        // ML.NET waits for threads of the pool, which it would get one after another as all are busy here.
        _ = ThreadPool.SetMinThreads(64, 64);
        // They take a hundred times as long as the others, which have more turns for that.
        IReadOnlyList<Reader> readers = [.. Enumerable.Repeat(Readers.From(seen), OwnTurns).SelectMany(own => own), .. ZipReaders.From(seen)];
        var (clock, found, done) = (Stopwatch.StartNew(), 0, 0);
        ParallelLoop.Run((count + InputsAtOnce - 1) / InputsAtOnce, part => InFolder(folder =>
        {
            var first = part * InputsAtOnce;
            foreach (var finding in new Fuzzing(readers, seed).Run(first, Math.Min(count, first + InputsAtOnce), folder))
            {
                _ = Interlocked.Increment(ref found);
                var path = Path.Combine(output, $"{finding.Reader.Name}-{seed}-{finding.Number}{finding.Reader.Ending}");
                AtomicFile.Write(path, stream => stream.Write(finding.Content));
                console.WriteError($"{path}: {finding.Fault.Split('\n')[0]}");
                AtomicFile.Write(path + ".txt", stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(finding.Fault)));
            }

            if (Interlocked.Add(ref done, InputsAtOnce) % (20 * InputsAtOnce) == 0)
            {
                console.WriteProgress($"{done:N0} inputs, {done / clock.Elapsed.TotalSeconds:N0} a second, {found:N0} findings");
            }

            return 0;
        }), cancellation: cancellation);
        console.WriteResult($"{count:N0} inputs of {readers.Distinct().Count()} readers with seed {seed}: {found:N0} findings");
        return found;
    }

    void Besiege(DigitSet seen, int seconds) => InFolder(folder =>
    {
        if (seconds == 0)
        {
            return 0;
        }

        string[] training = ["--data", Sample.Write(folder, seen), "--epochs", "2", "--quiet", "--output", Path.Combine(folder, "run")];
        using var train = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Train.dll"), .. training]) { RedirectStandardOutput = true })!;
        _ = train.StandardOutput.ReadToEnd();
        train.WaitForExit();
        var serve = AppContext.BaseDirectory.Replace(Path.Combine("tests", "MnistPipeline.Hostility"), Path.Combine("pipelines", "Serve"), StringComparison.Ordinal);
        var siege = new Siege(Path.Combine(serve, "Serve.dll"), Path.Combine(folder, "run", "model.zip"), Readers.Png(seen, 0));
        var result = siege.RunAsync(TimeSpan.FromSeconds(seconds)).GetAwaiter().GetResult();
        console.WriteResult($"of 64 clients 60 are hostile; the others had {result.Answers:N0} answers, {result.Failures:N0} of them refusals, in {result.Median.TotalMilliseconds:N0} ms, 99 of 100 within {result.Percentile99.TotalMilliseconds:N0} ms; the service had {result.PeakBytes / 1e6:N0} MB at most");
        return 0;
    });

    int Starve(DigitSet seen, int runs) => InFolder(folder =>
    {
        if (new Scarcity([.. Stages(folder, seen, epochs: 2).Select(stage => (stage.Name, stage.Arguments))], folder).Run(runs, seed) is not { } result)
        {
            console.WriteResult("This system lets nobody mount a file system: nothing was run on a small one.");
            return 0;
        }

        foreach (var problem in result.Problems)
        {
            console.WriteError(problem);
        }

        console.WriteResult($"{runs:N0} runs on small or read-only file systems, {result.Refused:N0} of them ended with a sentence: {result.Problems.Count:N0} problems");
        return result.Problems.Count;
    });

    int ReadAtOnce(DigitSet seen, int seconds)
    {
        var (answers, others) = Crowd.Run([.. Enumerable.Range(0, 50).Select(index => Readers.Png(seen, index))], TimeSpan.FromSeconds(seconds));
        console.WriteResult($"64 threads had {answers:N0} answers in {seconds:N0} seconds: {others:N0} differ from those of one thread");
        return others > 0 ? 1 : 0;
    }

    int KillAll(DigitSet seen, int kills) => InFolder(folder =>
    {
        var stages = Stages(folder, seen, epochs: 12);
        var all = 0;
        foreach (var (number, stage) in stages.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            var runs = Path.Combine(folder, stage.Name);
            _ = Directory.CreateDirectory(runs);
            var share = (kills + stages.Length - 1 - number) / stages.Length;
            var problems = new Killing(stage.Name, stage.Arguments, stage.Result, runs).Run(share, seed + number);
            foreach (var problem in problems)
            {
                console.WriteError(problem);
            }

            all += problems.Count;
            console.WriteResult($"{share:N0} kills of {stage.Name}: {problems.Count:N0} problems");
        }

        return all;
    });
});

static (string Name, string[] Arguments, string Result)[] Stages(string folder, DigitSet seen, int epochs)
{
    string[] common = ["--data", Sample.Write(folder, seen), "--threads", "2"];
    return
    [
        ("Train", [.. common, "--epochs", $"{epochs}"], "model.zip"),
        ("FineTune", [.. common, "--model", StagePaths.FromRoot("src/MnistPipeline/default.onnx"), "--replay", "none", "--epochs", $"{epochs}"], "model.zip"),
        ("Tune", [.. common, "--trials", "4", "--epochs", "4"], "best.json"),
    ];
}

static T InFolder<T>(Func<string, T> use)
{
    var folder = Directory.CreateTempSubdirectory("mnist-hostility-").FullName;
    try
    {
        return use(folder);
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}
