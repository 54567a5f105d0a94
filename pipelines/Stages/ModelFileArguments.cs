using System.CommandLine;

namespace MnistPipeline.Stages;

/// <summary>The options of a command line that say in which forms a program leaves the network.</summary>
internal sealed class ModelFileArguments
{
    private readonly Option<string?> _zip;
    private readonly Option<string[]?> _export;

    /// <summary>Adds the options to a program.</summary>
    public ModelFileArguments(StageProgram program)
    {
        _zip = program.Add(StageOptions.Choice("--zip", "What computes the network in the zip, and in the programs that load it.", "onnx", "onnx", "tensorflow"));
        _export = program.Add(new Option<string[]?>("--export")
        {
            Description = "With 'savedmodel FOLDER': also writes the network as a SavedModel, for TensorFlow Serving and Keras. [default: none]",
            HelpName = "savedmodel> <path",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
        });
    }

    /// <summary>The command line laid over a start.</summary>
    /// <exception cref="BadInputException">The export is of no kind that there is.</exception>
    public T LaidOver<T>(T start, ParseResult parsed)
        where T : RunOptions => (T)((start as RunOptions) with
        {
            Zip = parsed.GetValue(_zip) ?? start.Zip,
            SavedModel = SavedModel(parsed) ?? start.SavedModel,
        });

    private string? SavedModel(ParseResult parsed) => parsed.GetValue(_export) switch
    {
        null or [] => null,
        ["savedmodel", var folder] when File.Exists(Path.Combine(folder, "saved_model.pb")) => throw new BadInputException(
            $"{folder} holds a SavedModel already, which would be written over: choose another folder."),
        ["savedmodel", var folder] => StagePaths.Full(folder),
        var other => throw new BadInputException($"--export needs savedmodel and a folder, not '{string.Join(' ', other)}'."),
    };
}
