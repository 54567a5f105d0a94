using System.Runtime.InteropServices;
using MnistPipeline.TensorFlow.Format;
using MnistPipeline.TensorFlow.Native;

namespace MnistPipeline.TensorFlow;

/// <summary>Why TensorFlow does not list a GPU that is wanted.</summary>
internal static class MissingGpu
{
    // As TensorFlow's install page has them, for the first minor version of each.
    private static readonly (int Minor, string Cuda)[] TestedVersions =
    [
        (4, "CUDA 11.0 and cuDNN 8.0"),
        (5, "CUDA 11.2 and cuDNN 8.1"),
        (12, "CUDA 11.8 and cuDNN 8.6"),
        (14, "CUDA 11.8 and cuDNN 8.7"),
        (15, "CUDA 12.2 and cuDNN 8.9"),
        (16, "CUDA 12.3 and cuDNN 8.9"),
        (18, "CUDA 12.5 and cuDNN 9.3"),
    ];

    /// <summary>One sentence that says what is missing and what to do.</summary>
    /// <param name="wanted">The device, as in <c>GPU:0</c>.</param>
    /// <param name="version">TensorFlow's version.</param>
    /// <param name="devices">What it lists.</param>
    public static string Reason(string wanted, string version, IReadOnlyList<TensorFlowDevice> devices)
    {
        var listed = string.Join(", ", devices.Select(device => device.Name));
        var start = $"TensorFlow {version} lists no {wanted} (only {listed})";
        if (devices.Any(device => device.Type == "GPU"))
        {
            return $"{start}: choose one of these as Device.";
        }

        if (!HasGpuKernels())
        {
            return $"{start}, as its library was built without CUDA: take a GPU build of it (a package of one, or its path as Library), or cpu as Device.";
        }

        var driver = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(driver, out var library))
        {
            return $"{start}, as NVIDIA's driver ({driver}) is not installed: install it, or take cpu as Device.";
        }

        NativeLibrary.Free(library);
        return $"{start}, though NVIDIA's driver is installed: check that nvidia-smi lists the GPU and that {CudaFor(version)}, which this TensorFlow was built for, can be loaded (LogLevel 0 shows what cannot), or take cpu as Device.";
    }

    /// <summary>The CUDA and cuDNN that a version of TensorFlow was built for.</summary>
    public static string CudaFor(string version) => version.Split('.') is ["2", var text, ..] && int.TryParse(text, out var minor)
        ? TestedVersions.LastOrDefault(tested => tested.Minor <= minor).Cuda ?? "the right CUDA"
        : "the right CUDA";

    private static bool HasGpuKernels()
    {
        using var status = StatusHandle.Create();
        using var kernels = TensorFlowApi.TF_GetRegisteredKernelsForOp("Conv2D", status);
        status.ThrowUnlessOk("list its kernels");
        return KernelList.Parser.ParseFrom(kernels.Content).Kernel.Any(kernel => kernel.DeviceType == "GPU");
    }
}
