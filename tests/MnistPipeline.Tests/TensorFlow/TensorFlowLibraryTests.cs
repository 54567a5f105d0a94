using System.Runtime.InteropServices;
using MnistPipeline.TensorFlow;

namespace MnistPipeline.Tests.TensorFlow;

[TestClass]
internal sealed partial class TensorFlowLibraryTests
{
    // ML.NET's integration asks for TensorFlow so, from an assembly that knows nothing of ours.
    [LibraryImport("tensorflow")]
    private static partial nint TF_Version();

    [TestMethod]
    public void Another_assembly_that_asks_for_TensorFlow_is_given_the_one_that_is_loaded()
    {
        var runtime = TensorFlowEngineSuite.Runtime();
        TensorFlowLibrary.GiveTo(typeof(TensorFlowLibraryTests).Assembly);
        TensorFlowLibrary.GiveTo(typeof(TensorFlowLibraryTests).Assembly);
        StringAssert.Contains(runtime.Description, Marshal.PtrToStringUTF8(TF_Version()));
    }
}
