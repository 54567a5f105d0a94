using System.Diagnostics;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;
using MnistPipeline.Training;

namespace MnistPipeline.Benchmarks;

/// <summary>A training step of a recipe on one core, in which each item that the engine's threads would share out is timed alone.</summary>
internal sealed unsafe class StepItems : IDisposable
{
    private readonly TrainingOptions _recipe;
    private readonly byte[] _images;
    private readonly LeNet5Computation _computation;
    private readonly GradientPart[] _parts;
    private readonly MuonUpdate? _muon;
    private readonly BlockMaps _maps;
    private readonly BatchMemory _batch;
    private readonly AlignedMemory _memory;
    private readonly ParameterVectors _vectors;
    private readonly List<Round> _rounds = [];
    private OptimizerUpdate _update;
    private int _steps;

    /// <summary>Everything that a step needs, with an average whatever the recipe.</summary>
    public StepItems(TrainingOptions recipe, int vectorBits)
    {
        _recipe = recipe;
        _computation = LeNet5Computation.Create(recipe.Network, vectorBits);
        var layout = _computation.Layout;
        _parts = GradientPart.CreateAll(layout, recipe.ForEngine());
        _maps = new BlockMaps(recipe.Network);
        _batch = new BatchMemory(layout, Block.CountFor(recipe.BatchSize));
        var length = Block.RoundUp(layout.Length);
        _memory = new AlignedMemory(5L * length);
        var memory = _memory.Pointer;
        _vectors = new ParameterVectors(memory, memory + length, memory + 2 * length, memory + 3 * length, memory + 4 * length);
        _vectors.Begin(LeNet5Parameters.Initialize(recipe.Network, 1).Values, layout);
        _muon = MuonUpdate.Create(layout, recipe.ForEngine(), vectorBits, items => TimeItems("Muon", items, item => _muon!.Do(item, _update, _vectors)));
        _images = new byte[recipe.BatchSize * Digit.Pixels];
        var random = new Random(1);
        random.NextBytes(_images);
        for (var image = 0; image < recipe.BatchSize; image++)
        {
            _batch.Labels[image] = random.Next(recipe.Network.Classes);
        }
    }

    /// <summary>Takes a step.</summary>
    /// <returns>What the threads would wait for each other after, in order.</returns>
    public IReadOnlyList<Round> Take()
    {
        _rounds.Clear();
        _update = new OptimizerUpdate(_recipe.ForEngine(), 1e-6f, ++_steps);
        fixed (byte* images = _images)
        {
            var pixels = images;
            TimeItems("images forward and back", Block.CountFor(_recipe.BatchSize), block =>
            {
                var count = Math.Min(Block.Images, _recipe.BatchSize - block * Block.Images);
                _computation.Forward(pixels + block * Block.Images * Digit.Pixels, count, _vectors.Parameters, _maps);
                _computation.Backward(_vectors.Parameters, _maps, _batch, block, count, _recipe.BatchSize);
            });
        }

        TimeItems("gradient and update", _parts.Length, item =>
        {
            _computation.Gradient(_parts[item], _batch, _recipe.BatchSize, _vectors.Gradient);
            _computation.Update(_parts[item], _update, _vectors);
        });
        _muon?.Run();
        return [.. _rounds];
    }

    public void Dispose()
    {
        _maps.Dispose();
        _batch.Dispose();
        _memory.Dispose();
        _muon?.Dispose();
    }

    // The threads begin with the last item.
    private void TimeItems(string name, int items, Action<int> work)
    {
        var seconds = new double[items];
        for (var item = items - 1; item >= 0; item--)
        {
            var start = Stopwatch.GetTimestamp();
            work(item);
            seconds[items - 1 - item] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        _rounds.Add(new Round(name, seconds));
    }
}
