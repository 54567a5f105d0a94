namespace MnistPipeline.TensorFlow;

/// <summary>Which TensorFlow computes, on what, and how.</summary>
public sealed record TensorFlowOptions
{
    /// <summary>TensorFlow's native library, or the folder that it lies in; null to look in the usual places.</summary>
    public string? Library { get; init; }

    /// <summary>
    /// <c>cpu</c>, <c>gpu</c> (the first one), or one by its name as in <c>GPU:1</c>; null for the first GPU where TensorFlow lists
    /// one and the CPU else.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>Whether TensorFlow takes a GPU's memory as it needs it; otherwise all of it at once.</summary>
    public bool MemoryGrowth { get; init; } = true;

    /// <summary>From which weight on TensorFlow writes to standard error: 0 all, 1 warnings, 2 errors, 3 what ends the process.</summary>
    public int LogLevel { get; init; } = 2;

    /// <summary>Returns these options if every one is in its range.</summary>
    /// <exception cref="BadOptionException">An option is out of its range.</exception>
    internal TensorFlowOptions Checked()
    {
        BadOptionException.ThrowUnless(LogLevel, 0, 3, nameof(LogLevel));
        return Device is null || DeviceName(Device) is not null
            ? this
            : throw new BadOptionException(nameof(Device), $"There is no kind of device '{Device}': choose cpu, gpu, or a GPU by its number as in GPU:1.");
    }

    /// <summary>What TensorFlow calls a device: <c>CPU:0</c> for <c>cpu</c>; null where the word is none.</summary>
    internal static string? DeviceName(string device) => device.ToUpperInvariant().Split(':') switch
    {
        [("CPU" or "GPU") and var type] => type + ":0",
        ["CPU", "0"] => "CPU:0",
        ["GPU", var number] when int.TryParse(number, out var index) && index >= 0 => $"GPU:{index}",
        _ => null,
    };
}
