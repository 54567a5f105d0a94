using System.Reflection;
using System.Runtime.InteropServices;
using MnistPipeline.TensorFlow.Native;

namespace MnistPipeline.TensorFlow;

/// <summary>
/// Finds TensorFlow's native library and loads it: from a given path, the one that the environment variable MNIST_TENSORFLOW
/// names, the program's folder, or the system.
/// </summary>
internal static class TensorFlowLibrary
{
    /// <summary>The environment variable that may name the library, or its folder.</summary>
    public const string Variable = "MNIST_TENSORFLOW";

    private static readonly string[] FileNames = OperatingSystem.IsWindows() ? ["tensorflow.dll"]
        : OperatingSystem.IsMacOS() ? ["libtensorflow.dylib", "libtensorflow.2.dylib", "libtensorflow_cc.2.dylib"]
        : ["libtensorflow.so", "libtensorflow.so.2", "libtensorflow_cc.so.2"];

    // A process has one TensorFlow: its functions are found by the library's name alone.
    private static readonly Lock Gate = new();
    private static readonly HashSet<Assembly> Bindings = [];
    private static nint _loaded;

    /// <summary>Loads the library, unless one is loaded already, which then stays.</summary>
    /// <param name="options">Where to look, and what it may log.</param>
    /// <returns>Its version, as in <c>2.16.2</c>.</returns>
    /// <exception cref="BadInputException">There is none, or it cannot be loaded.</exception>
    public static unsafe string Load(TensorFlowOptions options)
    {
        lock (Gate)
        {
            if (_loaded == 0)
            {
                ProcessEnvironment.Set("TF_CPP_MIN_LOG_LEVEL", $"{options.Checked().LogLevel}");
                _loaded = Find(options.Library);
                GiveTo(typeof(TensorFlowLibrary).Assembly);
            }
        }

        return StatusHandle.Text(TensorFlowApi.TF_Version());
    }

    /// <summary>
    /// Gives the loaded library to another assembly that asks for TensorFlow. .NET itself would search the program's folder and the loader's path first,
    /// and where another TensorFlow lies there, the two in one process end it.
    /// </summary>
    /// <param name="binding">The assembly; one that has a resolver of its own keeps that.</param>
    public static void GiveTo(Assembly binding)
    {
        lock (Gate)
        {
            if (!Bindings.Add(binding))
            {
                return;
            }

            try
            {
                NativeLibrary.SetDllImportResolver(binding, static (name, _, _) => name == TensorFlowApi.Library ? _loaded : 0);
            }
            catch (InvalidOperationException)
            {
            }
        }
    }

    private static nint Find(string? given)
    {
        if (given is not null)
        {
            return LoadFrom(given, nameof(TensorFlowOptions.Library));
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return LoadFrom(named, Variable);
        }

        string[] folders = [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", Rid, "native")];
        if (folders.SelectMany(FilesIn).FirstOrDefault() is { } file)
        {
            return LoadFile(file);
        }

        foreach (var name in FileNames)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return library;
            }
        }

        throw new BadOptionException(
            nameof(TensorFlowOptions.Library), $"TensorFlow is not here ({string.Join(" or ", FileNames)}, looked for in {Variable}, {AppContext.BaseDirectory} and the system's libraries): name it as Library, or add a package that brings it.");
    }

    private static string Rid => $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static nint LoadFrom(string path, string source)
    {
        if (File.Exists(path))
        {
            return LoadFile(Path.GetFullPath(path));
        }

        return LoadFile(FilesIn(path).FirstOrDefault()
            ?? throw new BadOptionException(nameof(TensorFlowOptions.Library), $"{source} is '{path}', where there is no {string.Join(" or ", FileNames)}: name TensorFlow's library, or the folder that it lies in."));
    }

    private static IEnumerable<string> FilesIn(string folder) =>
        FileNames.Select(name => Path.GetFullPath(Path.Combine(folder, name))).Where(File.Exists);

    private static nint LoadFile(string file)
    {
        // The one half of the library finds the other where it is loaded already, wherever that lies.
        _ = NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(file)!, "libtensorflow_framework.so.2"), out _);
        try
        {
            var library = NativeLibrary.Load(file);
            return NativeLibrary.TryGetExport(library, "TF_AddGradientsWithPrefix", out _)
                ? library
                : throw new BadOptionException(nameof(TensorFlowOptions.Library), $"'{file}' is no TensorFlow 2 with its C API: name another library.");
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            // The last line is the system's own reason; those before it are advice.
            var reason = exception.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1].TrimEnd('.');
            throw new BadOptionException(nameof(TensorFlowOptions.Library), $"TensorFlow's library '{file}' cannot be loaded ({reason}): name another one, or put beside it what it needs.", exception);
        }
    }
}
