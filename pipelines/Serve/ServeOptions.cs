using System.Globalization;

namespace MnistPipeline.Serve;

/// <summary>What the command line asks for.</summary>
internal sealed record ServeOptions
{
    // Twice the rate must be a number too.
    private const int MostNumber = 1_000_000_000;

    /// <summary>What <c>--help</c> shows.</summary>
    public const string Help = """
        Reads handwritten digits over HTTP with a model.zip: draw one on the page, or POST a picture to /predict.

        Usage:
          Serve [options]

        Options:
          --model <path>         A trained model.zip. [default: the newest runs/train*/model.zip]
          --urls <addresses>     Where to listen, several with ; between. [default: http://localhost:5000]
          --max-bytes <number>   The longest body of a request that is read, in bytes. [default: 5000000]
          --max-pixels <number>  The largest picture that is decoded, in pixels. [default: 16000000]
          --rate <number>        Pictures a second from one client address, twice as many at once; 0 for any number. [default: 50]
          --help                 Shows this.

        Example:
          dotnet run -c Release --project pipelines/Serve -- --model runs/train/model.zip --urls http://localhost:5000

        """;

    /// <summary>The path of the model.zip.</summary>
    public required string Model { get; init; }

    /// <summary>Where to listen; null leaves it to ASP.NET Core's own settings, whose default is http://localhost:5000.</summary>
    public string? Urls { get; init; }

    /// <summary>The longest body of a request that is read, in bytes.</summary>
    public int MaxBytes { get; init; } = 5_000_000;

    /// <summary>The largest picture that is decoded, in pixels; each takes twelve bytes while it is read.</summary>
    public int MaxPixels { get; init; } = 16_000_000;

    /// <summary>Pictures a second from one client address; 0 for any number.</summary>
    public int Rate { get; init; } = 50;

    /// <summary>Whether the command line asks what it may say.</summary>
    public static bool AskForHelp(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    /// <summary>Reads the command line: <c>--name value</c> or <c>--name=value</c>.</summary>
    /// <exception cref="BadStartException">It has an option that is not known, or a value that is not fit.</exception>
    public static ServeOptions Parse(string[] args)
    {
        string? model = null;
        var options = new ServeOptions { Model = "" };
        var words = new Queue<string>(args);
        while (words.TryDequeue(out var word))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word : word[..equals];
            string Value() => equals >= 0 ? word[(equals + 1)..]
                : words.TryDequeue(out var next) ? next
                : throw new BadStartException($"{name} needs a value: --help shows the options.");
            switch (name)
            {
                case "--model":
                    model = Value();
                    break;
                case "--urls":
                    options = options with { Urls = Addresses(Value()) };
                    break;
                case "--max-bytes":
                    options = options with { MaxBytes = Number(name, Value(), least: 1) };
                    break;
                case "--max-pixels":
                    options = options with { MaxPixels = Number(name, Value(), least: 1) };
                    break;
                case "--rate":
                    options = options with { Rate = Number(name, Value(), least: 0) };
                    break;
                default:
                    throw new BadStartException($"'{word}' is not known: --help shows the options.");
            }
        }

        return options with { Model = model ?? NewestModel.Find() };
    }

    private static int Number(string name, string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= MostNumber
            ? number
            : throw new BadStartException($"{name} needs a whole number from {least} to {MostNumber}, not '{text}'.");

    private static string Addresses(string text)
    {
        foreach (var address in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (BindingAddress.Parse(address).Scheme != Uri.UriSchemeHttp)
                {
                    throw new FormatException();
                }
            }
            catch (FormatException)
            {
                throw new BadStartException($"--urls needs addresses such as http://localhost:5000, not '{address}'.");
            }
        }

        return text;
    }
}
