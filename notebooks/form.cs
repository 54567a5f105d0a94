#:project ../src/MnistPipeline/MnistPipeline.csproj

// Reads the fields of a scanned form into CSV. The form is form.jpg and its fields are in form.json where none are given, and the network is the library's own:
//
//     dotnet run form.cs > form.csv
//     dotnet run form.cs -- PAGE.png FIELDS.json MODEL.zip > form.csv

using System.Globalization;
using System.Text.Json;
using MnistPipeline;
using MnistPipeline.Reading;

string here = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    using var page = PictureFile.Open(args.ElementAtOrDefault(0) ?? Path.Combine(here, "form.jpg"));
    using var form = JsonDocument.Parse(File.ReadAllText(args.ElementAtOrDefault(1) ?? Path.Combine(here, "form.json")));
    using var reader = args.Length > 2 ? DigitStringReader.Open(args[2]) : DigitStringReader.Default;
    Console.WriteLine("field,text,confidence,forAPerson");
    foreach (JsonElement field in form.RootElement.EnumerateArray())
    {
        var rectangle = new DigitBox(Number("left"), Number("top"), Number("width"), Number("height"));
        DigitStringPrediction answer = reader.Read(page, rectangle, new DigitStringOptions { Pattern = field.GetProperty("pattern").GetString() });
        Console.WriteLine($"{field.GetProperty("name").GetString()},\"{answer.Text}\",{answer.Confidence:F4},{reader.NeedsPerson(answer)}");

        float Number(string name) => field.GetProperty(name).GetSingle();
    }
}
catch (BadInputException error)
{
    // What the user can mend, such as a file that is no picture, comes as one sentence.
    Console.Error.WriteLine(error.Message);
    return 2;
}

return 0;
