using MnistPipeline.Engines.Cpu;

namespace MnistPipeline.Engines;

/// <summary>What computes a training.</summary>
public sealed class TrainingEngine
{
    internal TrainingEngine(EngineFactory create) => Create = create;

    /// <summary>The engine of this library, on the processor.</summary>
    public static TrainingEngine Cpu { get; } = new(CpuEngine.Create);

    /// <summary>Makes the engine.</summary>
    internal EngineFactory Create { get; }
}
