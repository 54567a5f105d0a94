using MnistPipeline.Engines;
using MnistPipeline.TensorFlow.Format;

namespace MnistPipeline.TensorFlow;

/// <summary>TensorFlow as it is on this machine: its version, its devices, and the one to compute on.</summary>
internal sealed class TensorFlowRuntime
{
    private readonly TensorFlowOptions _options;

    private TensorFlowRuntime(TensorFlowOptions options, string version, IReadOnlyList<TensorFlowDevice> devices, TensorFlowDevice device)
    {
        _options = options;
        Version = version;
        Devices = devices;
        Device = device;
    }

    /// <summary>TensorFlow's version, as in <c>2.16.2</c>.</summary>
    public string Version { get; }

    /// <summary>All devices that TensorFlow lists.</summary>
    public IReadOnlyList<TensorFlowDevice> Devices { get; }

    /// <summary>The device that computes.</summary>
    public TensorFlowDevice Device { get; }

    /// <summary>The runtime and its device, for people: <c>tensorflow 2.16.2, CPU:0</c>.</summary>
    public string Description => $"tensorflow {Version}, {Device.Name}";

    /// <summary>Makes engines that compute on <see cref="Device"/>, for <see cref="LeNet5Options.Engine"/>.</summary>
    public EngineFactory Engine =>
        (initial, optimizer, threads) => new TensorFlowEngine(this, initial, optimizer, threads);

    /// <summary>Loads TensorFlow and chooses the device.</summary>
    /// <param name="options">Which TensorFlow, and which device.</param>
    /// <param name="threads">The threads that an operation on the CPU may take, 1 or more; in a process the first number holds.</param>
    /// <exception cref="BadInputException">There is no TensorFlow, or it does not list the wanted device; the message says what is missing.</exception>
    public static TensorFlowRuntime Open(TensorFlowOptions options, int threads)
    {
        var version = TensorFlowLibrary.Load(options.Checked());
        using var graph = new Graph();
        using var session = new Session(graph, Configuration(options, threads));
        var devices = session.Devices();
        var wanted = options.Device is null ? null : TensorFlowOptions.DeviceName(options.Device);
        var device = wanted is null
            ? devices.FirstOrDefault(device => device.Type == "GPU") ?? devices.First(device => device.Type == "CPU")
            : devices.FirstOrDefault(device => device.Name == wanted) ?? throw new BadOptionException(nameof(options.Device), MissingGpu.Reason(wanted, version, devices));
        return new TensorFlowRuntime(options, version, devices, device);
    }

    /// <summary>How a session of this runtime is to run.</summary>
    internal ConfigProto Configuration(int threads) => Configuration(_options, threads);

    // Operations that a GPU has no kernel for, such as that of texts, may go to the CPU; the network's have one.
    private static ConfigProto Configuration(TensorFlowOptions options, int threads) => new()
    {
        IntraOpParallelismThreads = threads,
        InterOpParallelismThreads = threads,
        AllowSoftPlacement = true,
        GpuOptions = new GPUOptions { AllowGrowth = options.MemoryGrowth },
        DeviceCount = { { "GPU", options.Device is { } device && device.StartsWith("cpu", StringComparison.OrdinalIgnoreCase) ? 0 : int.MaxValue } },
    };
}
