using System.Runtime.Intrinsics;
using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Engines.Cpu.Rows;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>LeNet-5's forward and backward pass and its update, whatever the number of lanes.</summary>
internal abstract unsafe class LeNet5Computation(LeNet5Architecture architecture)
{
    /// <summary>The bits of this processor's widest vectors: 128, 256 or 512.</summary>
    public static int WidestVectors => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    public LeNet5Architecture Architecture { get; } = architecture;

    public ParameterLayout Layout { get; } = new(architecture);

    /// <summary>The first layer whose parameters move: no gradient goes back beyond it.</summary>
    public Layer FirstMovingLayer { get; init; }

    /// <summary>The computation with vectors of 128, 256 or 512 bits, which give the same results.</summary>
    public static LeNet5Computation Create(LeNet5Architecture architecture, int vectorBits, Layer firstMovingLayer = Layer.C1) => vectorBits switch
    {
        512 => new LeNet5LaneComputation<Lanes512>(architecture) { FirstMovingLayer = firstMovingLayer },
        256 => new LeNet5LaneComputation<Lanes256>(architecture) { FirstMovingLayer = firstMovingLayer },
        _ => new LeNet5LaneComputation<Lanes128>(architecture) { FirstMovingLayer = firstMovingLayer },
    };

    /// <summary>From bytes to <see cref="BlockMaps.Logits"/> for up to 16 images.</summary>
    public abstract void Forward(byte* images, int count, float* parameters, BlockMaps maps);

    /// <summary>
    /// The same bits for one image, in a fraction of the time: from bytes to a logit a class at the beginning of <see cref="BlockMaps.Logits"/>. No
    /// backward pass can follow.
    /// </summary>
    /// <param name="image">784 bytes.</param>
    /// <param name="parameters">The network's.</param>
    /// <param name="turned">The same weights as <see cref="SingleConnection.Turn"/> gives them.</param>
    /// <param name="maps">Room for a block.</param>
    public abstract void ForwardSingle(byte* image, float* parameters, float* turned, BlockMaps maps);

    /// <summary>From bytes to the logits of all windows along a row of digits, up to rounding those of <see cref="Forward"/>. No backward pass can follow.</summary>
    /// <param name="row">28 rows of its columns.</param>
    /// <param name="columns">The row's columns, at least 28.</param>
    /// <param name="parameters">The network's.</param>
    /// <param name="maps">Room for the row.</param>
    /// <param name="block">Room for 16 windows.</param>
    /// <param name="logits">Receives [window, class].</param>
    public abstract void ForwardRow(byte* row, int columns, float* parameters, RowMaps maps, BlockMaps block, float* logits);

    /// <summary>After <see cref="Forward"/>: losses, and all that the gradient needs of this block.</summary>
    /// <param name="parameters">Those of the forward pass.</param>
    /// <param name="maps">The block, gone forward.</param>
    /// <param name="batch">Receives what the block adds to the gradient.</param>
    /// <param name="block">The block's index.</param>
    /// <param name="count">The block's images, 1 to 16.</param>
    /// <param name="batchImages">The images of the whole batch.</param>
    public abstract void Backward(float* parameters, BlockMaps maps, BatchMemory batch, int block, int count, int batchImages);

    /// <summary>The gradient of some parameters over the whole batch.</summary>
    public abstract void Gradient(GradientPart part, BatchMemory batch, int images, float* gradient);

    /// <summary>The optimizer's step for some parameters.</summary>
    public abstract void Update(GradientPart part, in OptimizerUpdate update, ParameterVectors vectors);
}
