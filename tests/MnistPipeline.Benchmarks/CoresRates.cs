using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline.Benchmarks;

/// <summary>A training step of the default recipe, on the cores that there are and, by what its items take, on more.</summary>
internal sealed class CoresRates : IDisposable
{
    private const int Steps = 101;
    private static readonly int[] Cores = [1, 2, 4, 8, 16];

    private readonly TrainingOptions _recipe = new();
    private readonly List<CpuEngine> _engines = [];
    private readonly int _cores;

    public CoresRates(int cores)
    {
        _cores = cores;
        var images = new byte[_recipe.BatchSize * Digit.Pixels];
        new Random(1).NextBytes(images);
        var labels = new int[_recipe.BatchSize];
        var measurements = new List<Measurement>();
        for (var threads = 1; threads <= cores; threads *= 2)
        {
            var engine = CpuEngine.Create(LeNet5Parameters.Initialize(_recipe.Network, 1), _recipe.ForEngine(), threads, Machine.VectorBits);
            _engines.Add(engine);
            measurements.Add(new($"measured; {engine.Description}", _recipe.BatchSize, () => engine.TrainStep(images, labels, 1e-6f)));
        }

        Measurements = measurements;
    }

    /// <summary>Whole steps, on one core and on more as far as there are some.</summary>
    public IReadOnlyList<Measurement> Measurements { get; }

    /// <summary>The rounds of a step, and what steps a second come to on more cores.</summary>
    public (FigureTable Rounds, FigureTable Cores) Tables()
    {
        using var items = new StepItems(_recipe, Machine.VectorBits);
        IReadOnlyList<IReadOnlyList<Round>> steps = [.. Enumerable.Range(0, Steps).Select(_ => items.Take())];
        var rounds = Round.Middle(steps);
        var alone = rounds.Sum(round => round.SecondsOn(1));
        var waiting = Waiting();
        return (
            new FigureTable($"items of a step, batch {_recipe.BatchSize}, one core", "µs", "in the longest item", [.. rounds.GroupBy(round => round.Name).Select(Row)]),
            new FigureTable($"the default recipe's step, batch {_recipe.BatchSize}", "images/s", "of one core's", [
                .. Measurements.Select(one => one.ByClock(Measurements[0])),
                .. Cores.Select(cores => Figure.From($"by its items, {cores} {(cores == 1 ? "core" : "cores")}", [Rate(cores)], Rate(cores) / Rate(1))),
            ]));

        double Rate(int cores) => _recipe.BatchSize / rounds.Sum(round => round.SecondsOn(cores) + (cores > 1 ? waiting : 0));

        Figure Row(IGrouping<string, Round> named)
        {
            var total = named.Sum(round => round.SecondsOn(1));
            return Figure.From(
                $"{named.Key}: {named.First().Seconds.Count} items{(named.Count() == 1 ? "" : $", {named.Count()} times")}, {100 * total / alone:F0} %",
                [.. steps.Select(step => 1e6 * step.Where(round => round.Name == named.Key).Sum(round => round.SecondsOn(1)))],
                named.Sum(round => round.Seconds.Max()) / total);
        }
    }

    public void Dispose() => _engines.ForEach(engine => engine.Dispose());

    // The seconds in which threads find a round, and find that all is done.
    private double Waiting()
    {
        using var idle = new WorkerThreads(_cores, (_, _) => { });
        var waiting = new Measurement("a round of nothing", 1, () => idle.Run(2 * _cores));
        Measurement.Interleave([waiting], 9, milliseconds: 20);
        return 1 / waiting.ByClock().Median;
    }
}
