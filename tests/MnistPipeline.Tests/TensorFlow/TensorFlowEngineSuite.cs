using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.TensorFlow;
using MnistPipeline.Tests.Engines;

namespace MnistPipeline.Tests.TensorFlow;

[TestClass]
internal sealed class TensorFlowEngineSuite : EngineSuite
{
    /// <summary>TensorFlow on the processor, or a skipped test where it is absent.</summary>
    internal static TensorFlowRuntime Runtime() =>
        TensorFlowRuntime.Open(new TensorFlowOptions { Library = TestFiles.TensorFlow(), Device = "cpu" }, threads: 2);

    private protected override IEngine Create(LeNet5Parameters initial, OptimizerOptions optimizer) => Runtime().Engine(initial, optimizer, 2);
}
