using System.CommandLine;

namespace MnistPipeline.Stages.Predict;

/// <summary>The options of Predict's command line that tell where answers go, in which form, and whose part they are.</summary>
internal sealed class OutputArguments
{
    private readonly Option<bool> _csv;
    private readonly Option<bool> _submission;
    private readonly Option<string?> _output;
    private readonly Option<string?> _shard;
    private readonly Option<bool> _resume;
    private readonly Option<bool> _join;

    /// <summary>Adds the options to a program.</summary>
    public OutputArguments(StageProgram program)
    {
        _csv = program.Add(new Option<bool>("--csv") { Description = "Write CSV with a header: the columns are the members of --json." });
        _submission = program.Add(new Option<bool>("--submission") { Description = "Write the form of Kaggle's digit recognizer: ImageId,Label, with the likeliest digit of each picture." });
        _output = program.Add(StageOptions.Path("--output", "A file for the answers, with --csv or --json, which has its name when all are in it.", "standard output"));
        _shard = program.Add(StageOptions.Text("--shard", "With --output, read one part of the pictures, counted from 0, as 3/64, into a file named after it; array/64 takes the number from Slurm's or Kubernetes' variables, array from Slurm's alone.", "all pictures"));
        _resume = program.Add(new Option<bool>("--resume") { Description = "With --output, go on where a process before has ended; with nothing left to read it does nothing." });
        _join = program.Add(new Option<bool>("--join") { Description = "With --output, join the files of all shards of the same FILEs to that of one run, and read no picture." });
    }

    /// <summary>What the command line asks for.</summary>
    /// <exception cref="BadInputException">Options contradict each other, or the file is there already.</exception>
    public AnswerOutput Parse(ParseResult parsed, bool isJson)
    {
        var (isCsv, isSubmission) = (parsed.GetValue(_csv), parsed.GetValue(_submission));
        if ((isCsv ? 1 : 0) + (isSubmission ? 1 : 0) + (isJson ? 1 : 0) > 1)
        {
            throw new BadInputException("--csv, --submission and --json are forms of the same output: give one of them.");
        }

        var form = isSubmission ? AnswerForm.Submission : isCsv ? AnswerForm.Csv : isJson ? AnswerForm.Json : AnswerForm.Text;
        var (output, shard) = (parsed.GetValue(_output), parsed.GetValue(_shard));
        Option[] others = [_shard, _resume, _join];
        if (output is null && others.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } alone)
        {
            throw new BadInputException($"{alone.Name} needs a file: give --output FILE and --csv or --json as well.");
        }

        if (output is not null && form is not (AnswerForm.Csv or AnswerForm.Json))
        {
            throw new BadInputException("--output writes CSV or JSON: give --csv or --json as well.");
        }

        var (resumes, joins) = (parsed.GetValue(_resume), parsed.GetValue(_join));
        if (joins && (shard is not null || resumes))
        {
            throw new BadInputException($"--join joins the files of all shards: leave {(shard is null ? "--resume" : "--shard")} out.");
        }

        var part = shard is null ? null : Shard.Parse(shard, Environment.GetEnvironmentVariable);
        var file = output is null || part is null ? output : part.FileOf(output);
        if (file is not null && !resumes && (File.Exists(file) || Directory.Exists(file)))
        {
            throw new BadInputException($"--output: '{file}' is there already: give --resume to keep what is in it, or another name.");
        }

        return new AnswerOutput(form, file, part) { Resumes = resumes, Joins = joins };
    }
}

/// <summary>Where answers go.</summary>
/// <param name="Form">Their form.</param>
/// <param name="File">Their file; null for standard output.</param>
/// <param name="Shard">Whose part they are; null for all.</param>
internal sealed record AnswerOutput(AnswerForm Form, string? File, Shard? Shard)
{
    /// <summary>Whether the file goes on with what is there.</summary>
    public bool Resumes { get; init; }

    /// <summary>Whether the files of all shards are joined.</summary>
    public bool Joins { get; init; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsDone => Resumes && System.IO.File.Exists(File);
}
