using System.ComponentModel.DataAnnotations;

namespace MnistPipeline.Serve.Start;

/// <summary>What the command line, the environment and appsettings.json ask for.</summary>
internal sealed record ServeOptions
{
    // Twice the rate must be a number too.
    private const int MaxNumber = 1_000_000_000;

    private const string Section = "Serve";

    /// <summary>What <c>--help</c> shows.</summary>
    public const string Help = """
        Reads handwritten digits over HTTP with a model.zip: draw one on the page, or POST a picture to /predict; whole numbers too, at
        /predict-string, with a model.zip for strings.

        Usage:
          Serve [options]

        Options:
          --model <path>         A trained model.zip. [default: the newest runs/train*/model.zip]
          --strings-model <path> One that Train --strings has made. [default: the newest runs/strings*/model.zip, if any]
          --urls <addresses>     Where to listen, several with ; between. [default: http://localhost:5000]
          --max-bytes <number>   The longest body of a request that is read, in bytes. [default: 5000000]
          --max-pixels <number>  The largest picture that is decoded, in pixels; of a JPEG four times as many. [default: 4000000]
          --rate <number>        Pictures a second from one client address, twice as many at once; 0 for any number. [default: 50]
          --help                 Shows this.

        The environment (Serve__MaxBytes=1000000) and appsettings.json in the current folder ("Serve": { "MaxBytes": 1000000 }) may give
        them too, beside ASP.NET Core's own settings.

        Example:
          dotnet run -c Release --project pipelines/Serve -- --model runs/train/model.zip --urls http://localhost:5000

        """;

    private static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--model"] = $"{Section}:{nameof(Model)}",
        ["--strings-model"] = $"{Section}:{nameof(StringsModel)}",
        ["--max-bytes"] = $"{Section}:{nameof(MaxBytes)}",
        ["--max-pixels"] = $"{Section}:{nameof(MaxPixels)}",
        ["--rate"] = $"{Section}:{nameof(Rate)}",
        ["--urls"] = WebHostDefaults.ServerUrlsKey,
    };

    /// <summary>The path of the model.zip.</summary>
    public string Model { get; init; } = "";

    /// <summary>The path of the model.zip for strings; empty for none.</summary>
    public string StringsModel { get; init; } = "";

    /// <summary>The longest body of a request that is read, in bytes.</summary>
    [Display(Name = "--max-bytes"), Range(1, MaxNumber)]
    public int MaxBytes { get; init; } = 5_000_000;

    /// <summary>The largest picture that is decoded, in pixels; a JPEG may have four times as many, as it is decoded at a smaller scale.</summary>
    [Display(Name = "--max-pixels"), Range(1, MaxNumber)]
    public int MaxPixels { get; init; } = 4_000_000;

    /// <summary>Pictures a second from one client address; 0 for any number.</summary>
    [Display(Name = "--rate"), Range(0, MaxNumber)]
    public int Rate { get; init; } = 50;

    /// <summary>Whether the command line asks what it may say.</summary>
    public static bool AsksForHelp(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    /// <summary>Reads the options: the command line goes before the environment, and that before appsettings.json.</summary>
    /// <param name="configuration">What has read the environment and appsettings.json.</param>
    /// <param name="args">The command line: <c>--name value</c> or <c>--name=value</c>.</param>
    /// <exception cref="BadStartException">There is an option that is not known, or a value that is not fit.</exception>
    public static ServeOptions Read(IConfigurationManager configuration, string[] args)
    {
        RefuseUnknown(args);
        _ = configuration.AddCommandLine(args, Switches);
        var section = configuration.GetSection(Section);
        var paths = section.GetChildren().Select(setting => setting.Path);
        if (paths.Except(Switches.Values, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
        {
            throw new BadStartException($"The setting {unknown} is not known: --help shows the options.");
        }

        var urls = configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (urls.FirstOrDefault(url => !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) is { } address)
        {
            throw new BadStartException($"--urls needs addresses such as http://localhost:5000, not '{address}'.");
        }

        try
        {
            var options = section.Get<ServeOptions>() ?? new ServeOptions();
            Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
            return options with
            {
                Model = options.Model.Length > 0 ? options.Model : NewestModel.Find(),
                StringsModel = options.StringsModel.Length > 0 ? options.StringsModel : NewestModel.FindForStrings() ?? "",
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or ValidationException)
        {
            throw new BadStartException($"{exception.Message.TrimEnd('.')}: --help shows the options.", exception);
        }
    }

    // ASP.NET Core would pass in silence over words that are no option, and over an option without a value.
    private static void RefuseUnknown(string[] args)
    {
        for (var index = 0; index < args.Length; index++)
        {
            var name = args[index].Split('=')[0];
            if (!Switches.ContainsKey(name))
            {
                throw new BadStartException($"'{args[index]}' is not known: --help shows the options.");
            }

            if (name == args[index] && ++index == args.Length)
            {
                throw new BadStartException($"{name} needs a value: --help shows the options.");
            }
        }
    }
}
