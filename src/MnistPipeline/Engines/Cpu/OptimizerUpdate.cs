using System.Runtime.CompilerServices;
using MnistPipeline.Engines.Cpu.Lanes;

namespace MnistPipeline.Engines.Cpu;

/// <summary>One step of an optimizer over a range of parameters, and of the average behind it.</summary>
internal unsafe struct OptimizerUpdate
{
    private readonly OptimizerKind _kind;
    private readonly float _learningRate;
    private readonly float _momentum;
    private readonly float _beta1;
    private readonly float _beta2;
    private readonly float _epsilon;
    private readonly float _weightDecay;
    private readonly float _meanCorrection;
    private readonly float _squareCorrection;
    private readonly float _averagingDecay;

    /// <summary>The numbers of one step.</summary>
    /// <param name="options">The rule.</param>
    /// <param name="learningRate">This step's learning rate.</param>
    /// <param name="step">1 for the first.</param>
    public OptimizerUpdate(OptimizerOptions options, float learningRate, int step)
    {
        _kind = options.Kind;
        _learningRate = learningRate;
        _momentum = options.Momentum;
        _beta1 = options.Beta1;
        _beta2 = options.Beta2;
        _epsilon = options.Epsilon;
        _weightDecay = options.WeightDecay;
        _meanCorrection = (float)(1 - Math.Pow(options.Beta1, step));
        _squareCorrection = (float)(1 - Math.Pow(options.Beta2, step));
        _averagingDecay = (float)options.EffectiveAveragingDecay(step);
    }

    /// <summary>Moves the parameters of a part, or makes Muon's matrices ready for <see cref="Move"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TLanes>(ParameterVectors vectors, GradientPart part)
        where TLanes : struct, ILanes<TLanes>
    {
        var (from, to) = (part.From, part.To);
        if (part.IsOfMatrix)
        {
            Gather<TLanes>(vectors, from, to);
            return;
        }

        if (_kind == OptimizerKind.Sgd)
        {
            Sgd<TLanes>(vectors, from, to);
        }
        else
        {
            Adam<TLanes>(vectors, from, to);
        }

        if (vectors.Average is not null)
        {
            Average<TLanes>(vectors, from, to);
        }
    }

    // Takes the gradient of Muon's matrices into their momentum, and leaves in its place what Muon makes orthogonal: Nesterov's look ahead.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Gather<TLanes>(ParameterVectors vectors, int from, int to)
        where TLanes : struct, ILanes<TLanes>
    {
        var momentum = TLanes.Broadcast(_momentum);
        var rest = TLanes.Broadcast((float)(1 - (double)_momentum));
        for (var at = from; at < to; at += TLanes.Count)
        {
            var gradient = rest * TLanes.Load(vectors.Gradient + at);
            var velocity = TLanes.FusedMultiplyAdd(momentum, TLanes.Load(vectors.FirstMoment + at), gradient);
            TLanes.Store(velocity, vectors.FirstMoment + at);
            TLanes.Store(TLanes.FusedMultiplyAdd(momentum, velocity, gradient), vectors.Gradient + at);
        }
    }

    /// <summary>Moves some of a matrix's parameters along a direction, after their decay.</summary>
    /// <param name="vectors">Where the parameters lie.</param>
    /// <param name="from">The first, a multiple of 16.</param>
    /// <param name="to">The one behind the last.</param>
    /// <param name="direction">That of the first.</param>
    /// <param name="length">What the direction is multiplied by beside the learning rate.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Move<TLanes>(ParameterVectors vectors, int from, int to, float* direction, float length)
        where TLanes : struct, ILanes<TLanes>
    {
        var decay = TLanes.Broadcast(-_learningRate * _weightDecay);
        var minusRate = TLanes.Broadcast(-_learningRate * length);
        for (var at = from; at < to; at += TLanes.Count)
        {
            var weight = TLanes.Load(vectors.Parameters + at);
            weight = TLanes.FusedMultiplyAdd(decay, weight, weight);
            TLanes.Store(TLanes.FusedMultiplyAdd(minusRate, TLanes.Load(direction + at - from), weight), vectors.Parameters + at);
        }

        if (vectors.Average is not null)
        {
            Average<TLanes>(vectors, from, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sgd<TLanes>(ParameterVectors vectors, int from, int to)
        where TLanes : struct, ILanes<TLanes>
    {
        var momentum = TLanes.Broadcast(_momentum);
        var decay = TLanes.Broadcast(_weightDecay);
        var minusRate = TLanes.Broadcast(-_learningRate);
        for (var at = from; at < to; at += TLanes.Count)
        {
            var weight = TLanes.Load(vectors.Parameters + at);
            var gradient = TLanes.FusedMultiplyAdd(decay, weight, TLanes.Load(vectors.Gradient + at));
            var velocity = TLanes.FusedMultiplyAdd(momentum, TLanes.Load(vectors.FirstMoment + at), gradient);
            TLanes.Store(velocity, vectors.FirstMoment + at);
            TLanes.Store(TLanes.FusedMultiplyAdd(minusRate, velocity, weight), vectors.Parameters + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Adam<TLanes>(ParameterVectors vectors, int from, int to)
        where TLanes : struct, ILanes<TLanes>
    {
        var isDecoupled = _kind != OptimizerKind.Adam;
        var gradientDecay = TLanes.Broadcast(isDecoupled ? 0 : _weightDecay);
        var decay = TLanes.Broadcast(isDecoupled ? -_learningRate * _weightDecay : 0);
        var beta1 = TLanes.Broadcast(_beta1);
        var beta2 = TLanes.Broadcast(_beta2);
        var rest1 = TLanes.Broadcast((float)(1 - (double)_beta1));
        var rest2 = TLanes.Broadcast((float)(1 - (double)_beta2));
        var meanCorrection = TLanes.Broadcast(1 / _meanCorrection);
        var squareCorrection = TLanes.Broadcast(1 / _squareCorrection);
        var epsilon = TLanes.Broadcast(_epsilon);
        var minusRate = TLanes.Broadcast(-_learningRate);
        for (var at = from; at < to; at += TLanes.Count)
        {
            var weight = TLanes.Load(vectors.Parameters + at);
            var gradient = TLanes.FusedMultiplyAdd(gradientDecay, weight, TLanes.Load(vectors.Gradient + at));
            var mean = TLanes.FusedMultiplyAdd(beta1, TLanes.Load(vectors.FirstMoment + at), rest1 * gradient);
            var square = TLanes.FusedMultiplyAdd(beta2, TLanes.Load(vectors.SecondMoment + at), rest2 * gradient * gradient);
            TLanes.Store(mean, vectors.FirstMoment + at);
            TLanes.Store(square, vectors.SecondMoment + at);
            weight = TLanes.FusedMultiplyAdd(decay, weight, weight);
            var direction = mean * meanCorrection / (TLanes.SquareRoot(square * squareCorrection) + epsilon);
            TLanes.Store(TLanes.FusedMultiplyAdd(minusRate, direction, weight), vectors.Parameters + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Average<TLanes>(ParameterVectors vectors, int from, int to)
        where TLanes : struct, ILanes<TLanes>
    {
        var share = TLanes.Broadcast((float)(1 - (double)_averagingDecay));
        for (var at = from; at < to; at += TLanes.Count)
        {
            var average = TLanes.Load(vectors.Average + at);
            TLanes.Store(TLanes.FusedMultiplyAdd(share, TLanes.Load(vectors.Parameters + at) - average, average), vectors.Average + at);
        }
    }
}
