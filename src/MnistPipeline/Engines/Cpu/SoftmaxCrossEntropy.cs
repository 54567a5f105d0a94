using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;

namespace MnistPipeline.Engines.Cpu;

/// <summary>The loss of a block, and what it hands back to the output layer.</summary>
internal static unsafe class SoftmaxCrossEntropy
{
    /// <summary>gradient = softmax(logits) / batch; loss = log sum exp(logits).</summary>
    /// <param name="logits">[class, image]</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="images">Images that are there, 1 to 16; the others get gradient 0.</param>
    /// <param name="batch">Images of the whole batch.</param>
    /// <param name="gradient">[class, image]</param>
    /// <param name="losses">Receives a value for each image that is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax<TLanes>(float* logits, int classes, int images, int batch, float* gradient, Span<double> losses)
        where TLanes : struct, ILanes<TLanes>
    {
        var shares = stackalloc float[Block.Images];
        for (var image = 0; image < Block.Images; image++)
        {
            shares[image] = image < images ? 1f / batch : 0;
        }

        var sums = stackalloc float[Block.Images];
        var largestLogits = stackalloc float[Block.Images];
        var length = classes * Block.Images;
        for (var lane = 0; lane < Block.Images; lane += TLanes.Count)
        {
            var largest = TLanes.Load(logits + lane);
            for (var at = lane + Block.Images; at < length; at += Block.Images)
            {
                var logit = TLanes.Load(logits + at);
                largest = TLanes.WhereLess(largest, logit, logit, largest);
            }

            var sum = TLanes.Zero;
            for (var at = lane; at < length; at += Block.Images)
            {
                var exp = LaneMath.ExpOfNegative(TLanes.Load(logits + at) - largest);
                TLanes.Store(exp, gradient + at);
                sum += exp;
            }

            TLanes.Store(sum, sums + lane);
            TLanes.Store(largest, largestLogits + lane);
            var scale = TLanes.Load(shares + lane) / sum;
            for (var at = lane; at < length; at += Block.Images)
            {
                TLanes.Store(TLanes.Load(gradient + at) * scale, gradient + at);
            }
        }

        for (var image = 0; image < images; image++)
        {
            losses[image] = Math.Log(sums[image]) + largestLogits[image];
        }
    }

    /// <summary>After <see cref="Softmax"/>: takes one at the label, divided by the batch, off the gradient, and the label's logit off the loss. An image of no class has
    /// 1 / classes at each class for the one, and a loss that is 0 where all logits are alike.</summary>
    public static void TakeLabels(float* logits, int classes, ReadOnlySpan<int> labels, int batch, float* gradient, Span<double> losses)
    {
        var share = 1f / batch;
        for (var image = 0; image < labels.Length; image++)
        {
            if (labels[image] == EngineInput.NoClass)
            {
                losses[image] -= TakeUniform(logits + image, classes, share / classes, gradient + image);
                continue;
            }

            var at = labels[image] * Block.Images + image;
            gradient[at] -= share;
            losses[image] -= logits[at];
        }
    }

    /// <summary>After <see cref="Softmax"/>: takes the targets, divided by the batch, off the gradient, and the logits that they stand for off the loss.</summary>
    /// <param name="logits">[class, image]</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="targets">[image, class], of the images that are there.</param>
    /// <param name="batch">Images of the whole batch.</param>
    /// <param name="gradient">[class, image]</param>
    /// <param name="losses">One for each image that is there.</param>
    public static void TakeTargets(float* logits, int classes, ReadOnlySpan<float> targets, int batch, float* gradient, Span<double> losses)
    {
        var share = 1f / batch;
        for (var image = 0; image < losses.Length; image++)
        {
            for (var c = 0; c < classes; c++)
            {
                var at = c * Block.Images + image;
                var target = targets[image * classes + c];
                gradient[at] -= target * share;
                losses[image] -= target * (double)logits[at];
            }
        }
    }

    // Takes a share off each class's gradient of one image, and gives the mean logit plus log(classes).
    private static double TakeUniform(float* logits, int classes, float share, float* gradient)
    {
        var sum = 0.0;
        for (var at = 0; at < classes * Block.Images; at += Block.Images)
        {
            sum += logits[at];
            gradient[at] -= share;
        }

        return sum / classes + Math.Log(classes);
    }
}
