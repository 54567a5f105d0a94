using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.TensorFlow;

namespace MnistPipeline.Stages;

/// <summary>What computes, as a run's options name it.</summary>
internal sealed record EngineOptions
{
    /// <summary>The engines' names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["cpu", "tensorflow"];

    /// <summary>One of <see cref="Names"/>.</summary>
    public string Name { get; init; } = "cpu";

    /// <summary>Which TensorFlow, and on which device.</summary>
    public TensorFlowOptions TensorFlow { get; init; } = new();

    /// <summary>Makes ready to compute.</summary>
    /// <param name="threads">The threads to compute with, 1 or more.</param>
    /// <returns>What makes the engine, and the engine and its device for people.</returns>
    /// <exception cref="BadInputException">There is no such engine, or what it needs is missing.</exception>
    public (EngineFactory Engine, string Description) Open(int threads)
    {
        switch (Name)
        {
            case "cpu":
                return (CpuEngine.Create, CpuEngine.Describe(threads));
            case "tensorflow":
                var runtime = TensorFlowRuntime.Open(TensorFlow, threads);
                return (runtime.Engine, runtime.Description);
            default:
                throw new BadInputException($"There is no engine '{Name}': choose {string.Join(" or ", Names)}.");
        }
    }
}
