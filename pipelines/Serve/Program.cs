using MnistPipeline.Serve;
using MnistPipeline.Serve.Start;

const int Done = 0, Bug = 1, BadInput = 2;

try
{
    if (ServeOptions.AsksForHelp(args))
    {
        Console.WriteLine(ServeOptions.Help);
        return Done;
    }

    NativeMemory.GiveBackLargeBlocks();
    await using var service = DigitService.Create(args);
    await DigitService.StartAsync(service);
    var options = service.Services.GetRequiredService<ServeOptions>();
    var numbers = options.StringsModel.Length > 0 ? $", and {options.StringsModel} reads numbers," : "";
    Console.WriteLine($"{options.Model} reads digits{numbers} on {string.Join(" and ", service.Urls)} until Ctrl-C.");
    _ = service.Lifetime.ApplicationStopping.Register(() => Console.WriteLine($"Stopping; what is under way has {DigitService.SecondsToStop} seconds."));
    await service.WaitForShutdownAsync();
    return Done;
}
catch (BadStartException problem)
{
    Console.Error.WriteLine(problem.Message);
    return BadInput;
}
catch (Exception bug)
{
    Console.Error.WriteLine(bug);
    return Bug;
}
