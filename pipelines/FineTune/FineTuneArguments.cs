using System.CommandLine;
using MnistPipeline.Model;

namespace MnistPipeline.Stages.FineTune;

/// <summary>The options of FineTune's command line, and the run that they ask for.</summary>
internal sealed class FineTuneArguments
{
    private const string NoReplay = "none";
    private const string NoLayer = "none";

    private static readonly FineTuneOptions Defaults = new();

    private readonly Option<bool> _strings;
    private readonly Option<string?> _model;
    private readonly Option<string?> _data;
    private readonly Option<int?> _testDigits;
    private readonly Option<string?> _replay;
    private readonly Option<int?> _replayCount;
    private readonly Option<string?> _freeze;
    private readonly RecipeArguments _hyperParameters;
    private readonly ModelFileArguments _modelFiles;

    /// <summary>Adds the options to a program.</summary>
    public FineTuneArguments(StageProgram program)
    {
        _strings = program.Add(new Option<bool>("--strings") { Description = "Goes on with a network for strings, from --data with labelled strings: a CSV file of files and texts, or a folder of pictures whose names are the texts." });
        _model = program.Add(StageOptions.Model("the newest runs/train*/model.zip, or with --strings the newest runs/strings*/model.zip"));
        _data = program.Add(StageOptions.Data("data/semeion"));
        _testDigits = program.Add(StageOptions.TestDigits());
        _replay = program.Add(StageOptions.Path(
            "--replay", $"Digits that the model learned from, of which each epoch shows some again, or {NoReplay}.", "what the model names, where it is still there"));
        _replayCount = program.Add(StageOptions.WholeNumber("--replay-count", "Old digits that an epoch shows.", $"{Defaults.ReplayCount}"));
        _freeze = program.Add(StageOptions.Path(
            "--freeze", $"Layers that do not learn, of {string.Join(", ", Enum.GetNames<Layer>())}, or {NoLayer}.", string.Join(',', Defaults.FrozenLayers)));
        _freeze.HelpName = "layers";
        _hyperParameters = new RecipeArguments(program, Defaults);
        Run = new RunArguments(program, "finetune");
        _modelFiles = new ModelFileArguments(program);
    }

    /// <summary>The run that the command line asks for.</summary>
    public RunArguments Run { get; }

    /// <summary>The options of that run.</summary>
    /// <exception cref="BadInputException">Options contradict each other, are out of range, or name what is not there.</exception>
    public FineTuneOptions Options(ParseResult parsed) => Run.Options(
        parsed, () => parsed.GetValue(_strings) ? FineTuneOptions.ForStrings : new FineTuneOptions(), start => LaidOver(start, parsed), FineTuneJson.Settings.FineTuneOptions);

    private FineTuneOptions LaidOver(FineTuneOptions start, ParseResult parsed)
    {
        var replay = parsed.GetValue(_replay);
        var model = StagePaths.Full(parsed.GetValue(_model) ?? start.Model ?? (start.LearnsStrings ? StagePaths.NewestStringModel() : StagePaths.NewestModel()));

        // A zip for TensorFlow is followed by another, unless one for ONNX is asked for, as a repeated run does.
        start = !Run.IsRepeated(parsed) && ModelFile.IsTensorFlowZip(model) ? start with { Zip = "tensorflow" } : start;
        return _modelFiles.LaidOver(_hyperParameters.LaidOver(start, parsed), parsed) with
        {
            Model = model,
            Data = StagePaths.Full(parsed.GetValue(_data) ?? start.Data ?? (start.LearnsStrings ? throw NoStrings() : StagePaths.FromRoot("data/semeion"))),
            TestDigits = parsed.GetValue(_testDigits) ?? start.TestDigits,
            OldData = replay is null or NoReplay ? start.OldData : [StagePaths.Full(replay)],
            Replays = replay is null ? start.Replays : replay != NoReplay,
            ReplayCount = parsed.GetValue(_replayCount) ?? start.ReplayCount,
            FrozenLayers = parsed.GetValue(_freeze) is { } layers ? Layers(layers) : start.FrozenLayers,
        };
    }

    private static BadInputException NoStrings() => new("No labelled strings are given: name a CSV file of files and texts, or a folder of pictures whose names are the texts, by --data.");

    // However the names are written.
    private static Layer[] Layers(string text) => text == NoLayer
        ? []
        : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(word =>
            Enum.GetValues<Layer>().Where(layer => $"{layer}".Equals(word, StringComparison.OrdinalIgnoreCase)).Cast<Layer?>().FirstOrDefault()
            ?? throw new BadInputException($"--freeze has '{word}': choose among {string.Join(", ", Enum.GetNames<Layer>())}."))];
}
