using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MnistPipeline.Serve.Digits;
using MnistPipeline.Serve.Http;
using MnistPipeline.Serve.Models;
using MnistPipeline.Serve.Numbers;
using MnistPipeline.Serve.Page;
using MnistPipeline.Serve.Pictures;
using MnistPipeline.Serve.Start;

namespace MnistPipeline.Serve;

/// <summary>The web service: what it is made of, and what it answers under which address.</summary>
internal static class DigitService
{
    /// <summary>How long requests that are under way have when the service is told to stop.</summary>
    public const int SecondsToStop = 5;

    /// <summary>Builds the service.</summary>
    /// <param name="args">The command line.</param>
    /// <exception cref="BadStartException">An option or the model cannot be used.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = CreateBuilder();
        var options = ServeOptions.Read(builder.Configuration, args);
        _ = builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = options.MaxBytes;

            // Who sends slowly holds a place that others wait for, and what Kestrel reads ahead is memory.
            server.Limits.MaxRequestBufferSize = 1 << 17;
            server.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(5));
        });
        LogProblemsAlone(builder.Logging);
        // Made by the container, so that it disposes what it hands out; asked for at once, so that a bad model does not wait for a request.
        _ = builder.Services.AddSingleton(options);
        _ = builder.Services.AddSingleton<CoreTurns>();
        _ = builder.Services.AddSingleton<LargeUploads>();
        _ = builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(SecondsToStop));
        _ = builder.Services.AddSingleton(_ => PictureModel<DigitPrediction>.Load(options.Model, "--model", "the model.zip of a run of Train"));
        _ = builder.Services.AddSingleton<PictureEngines<DigitPrediction>>();
        _ = builder.Services.AddSingleton<DigitReading>();
        if (options.StringsModel.Length > 0)
        {
            _ = builder.Services.AddSingleton(_ => PictureModel<NumberPrediction>.Load(options.StringsModel, "--strings-model", "the model.zip of a run of Train --strings"));
            _ = builder.Services.AddSingleton<PictureEngines<NumberPrediction>>();
        }

        _ = builder.Services.AddHealthChecks().AddCheck<ModelHealthCheck>("model");
        _ = builder.Services.AddProblemDetails(Problems.Describe);
        _ = builder.Services.AddRateLimiter(limiter => ClientRate.Limit(limiter, options.Rate));

        var service = builder.Build();
        try
        {
            _ = service.Services.GetRequiredService<DigitReading>();
            _ = service.Services.GetService<PictureModel<NumberPrediction>>();
        }
        catch
        {
            // One model may be there when the other cannot be loaded.
            ((IDisposable)service).Dispose();
            throw;
        }

        _ = service.UseExceptionHandler();
        _ = service.UseStatusCodePages();
        _ = service.Use(SecurityHeaders.Add);
        _ = service.UseRateLimiter();
        PageFiles.Map(service);
        NetworkPage.Map(service);
        HealthEndpoint.Map(service);
        PredictEndpoint.Map(service);
        return service;
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="BadStartException">It cannot listen where it is to.</exception>
    public static async Task StartAsync(WebApplication service)
    {
        try
        {
            await service.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException or FormatException or ArgumentOutOfRangeException)
        {
            throw new BadStartException($"{exception.Message.TrimEnd('.')}: give another address with --urls.", exception);
        }
    }

    private static WebApplicationBuilder CreateBuilder()
    {
        try
        {
            return WebApplication.CreateSlimBuilder();
        }
        catch (InvalidDataException exception)
        {
            throw new BadStartException($"{exception.Message.TrimEnd('.')}: mend its JSON.", exception);
        }
    }

    private static void LogProblemsAlone(ILoggingBuilder logging)
    {
        _ = logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        _ = logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // These two tell with a stack trace why the service cannot listen, which BadStartException says in a sentence.
        _ = logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        _ = logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);
    }
}
