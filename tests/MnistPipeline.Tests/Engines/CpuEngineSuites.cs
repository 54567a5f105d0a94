using MnistPipeline.Engines;
using MnistPipeline.Engines.Cpu;
using MnistPipeline.Model;

namespace MnistPipeline.Tests.Engines;

[TestClass]
internal sealed class CpuEngine128Suite : EngineSuite
{
    private protected override IEngine Create(LeNet5Parameters initial, OptimizerOptions optimizer) => CpuEngine.Create(initial, optimizer, 2, 128);
}

[TestClass]
internal sealed class CpuEngine256Suite : EngineSuite
{
    private protected override IEngine Create(LeNet5Parameters initial, OptimizerOptions optimizer) => CpuEngine.Create(initial, optimizer, 2, 256);
}

[TestClass]
internal sealed class CpuEngine512Suite : EngineSuite
{
    private protected override IEngine Create(LeNet5Parameters initial, OptimizerOptions optimizer) => CpuEngine.Create(initial, optimizer, 2, 512);
}
