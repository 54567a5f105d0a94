using MnistPipeline.Tests.Packaging;
using MnistPipeline.Tests.Stages;

// A test that takes an internal type as a parameter is internal itself.
[assembly: DiscoverInternals]
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel, Workers = 2)]

namespace MnistPipeline.Tests;

/// <summary>Removes what several classes of tests share.</summary>
[TestClass]
public static class AssemblySetup
{
    [AssemblyCleanup]
    public static void RemoveWhatIsShared()
    {
        SampleRun.End();
        PackedLibraries.Remove();
    }
}
