#:project ../src/MnistPipeline/MnistPipeline.csproj

// Reads pictures of digits with the zip of train.cs, or twenty of MNIST's test digits where none is given:
//
//     dotnet run read.cs
//     dotnet run read.cs -- MODEL.zip PICTURE...

using MnistPipeline;
using MnistPipeline.Data;

string here = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
string zip = args.ElementAtOrDefault(0) ?? Path.Combine(here, "runs", "train", "model.zip");
try
{
    // One reader serves a whole program, all its threads too. It needs no MLContext and gives the zip's own scores.
    using var reader = DigitReader.Open(zip);

    // Pictures may be of any size, dark on light or light on dark: one digit each.
    foreach (string path in args.Skip(1))
    {
        Console.WriteLine($"{path}  {Answer(reader.ReadFile(path))}");
    }

    if (args.Length < 2)
    {
        DigitSet test = DigitSource.Open(Path.Combine(here, "..", "data", "mnist"), seed: 1).Test;
        for (int index = 0; index < 20; index++)
        {
            using var picture = test.OpenPicture(index);
            Console.WriteLine($"labelled {test.Classes[test.Labels[index]]}  read as {Answer(reader.Read(picture))}");
        }
    }

    // A person should look where the answer is less sure than training found, on its validation split, that it must be.
    string Answer(DigitPrediction answer) =>
        $"{answer.Digit}  {answer.Confidence:P2}{(reader.NeedsPerson(answer) ? $"  for a person to read: it may be a {answer.RunnerUp}" : "")}";
}
catch (BadInputException error)
{
    // What the user can mend, such as a file that is no picture, comes as one sentence.
    Console.Error.WriteLine(error.Message);
    return 2;
}

return 0;
