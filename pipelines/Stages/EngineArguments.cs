using System.CommandLine;
using MnistPipeline.TensorFlow;

namespace MnistPipeline.Stages;

/// <summary>The options of a command line that choose what computes.</summary>
internal sealed class EngineArguments
{
    private readonly Option<string?> _engine;
    private readonly Option<string?> _device;
    private readonly Option<string?> _library;
    private readonly Option<string?> _memoryGrowth;
    private readonly Option<int?> _logLevel;

    /// <summary>Adds the options to a program.</summary>
    public EngineArguments(StageProgram program)
    {
        _engine = program.Add(StageOptions.Choice("--engine", "What computes.", "cpu", [.. EngineOptions.Names]));
        _device = program.Add(StageOptions.Text("--device", "The device of TensorFlow: cpu, gpu, or a GPU by its number as in GPU:1.", "a GPU where TensorFlow lists one, else cpu"));
        _library = program.Add(StageOptions.TensorFlow());
        _memoryGrowth = program.Add(StageOptions.Choice("--memory-growth", "Whether TensorFlow takes a GPU's memory as it needs it, or all at once.", "on", "on", "off"));
        _logLevel = program.Add(StageOptions.WholeNumber("--log-level", "From which weight on TensorFlow writes its log: 0 all, 1 warnings, 2 errors, 3 what ends the process.", "2"));
    }

    /// <summary>All of the options.</summary>
    public IReadOnlyList<Option> All => [_engine, _device, _library, _memoryGrowth, _logLevel];

    /// <summary>Where the command line says that TensorFlow is, whatever the engine.</summary>
    /// <exception cref="BadInputException">An option is out of its range.</exception>
    public TensorFlowOptions TensorFlow(ParseResult parsed) =>
        LaidOver(new EngineOptions { Name = "tensorflow" }, parsed, needsTensorFlow: true).TensorFlow;

    /// <summary>What the command line asks for, laid over other options.</summary>
    /// <param name="start">The options that it is laid over.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="needsTensorFlow">Whether TensorFlow is used whatever the engine is.</param>
    /// <exception cref="BadInputException">An option is out of its range, or would do nothing.</exception>
    public EngineOptions LaidOver(EngineOptions start, ParseResult parsed, bool needsTensorFlow)
    {
        var options = start with
        {
            Name = parsed.GetValue(_engine) ?? start.Name,
            TensorFlow = (start.TensorFlow with
            {
                Device = parsed.GetValue(_device) ?? start.TensorFlow.Device,
                Library = parsed.GetValue(_library) is { } path ? StagePaths.Full(path) : start.TensorFlow.Library,
                MemoryGrowth = parsed.GetValue(_memoryGrowth) is { } word ? word == "on" : start.TensorFlow.MemoryGrowth,
                LogLevel = parsed.GetValue(_logLevel) ?? start.TensorFlow.LogLevel,
            }).Checked(),
        };
        Option[] withoutEffect = options.Name == "tensorflow" ? [] : needsTensorFlow ? [_device, _memoryGrowth] : [_device, _library, _memoryGrowth, _logLevel];
        return withoutEffect.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } idle
            ? throw new BadInputException($"{idle.Name} does nothing with the engine {options.Name}: give --engine tensorflow as well, or leave it out.")
            : options;
    }
}
