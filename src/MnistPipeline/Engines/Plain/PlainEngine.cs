using MnistPipeline.Model;

namespace MnistPipeline.Engines.Plain;

/// <summary>
/// LeNet-5 in double precision and plain loops: slow, to be read and to be compared with. Each layer's forward and backward
/// pass stands in one file beside this one.
/// </summary>
internal sealed class PlainEngine : IEngine
{
    private readonly OptimizerOptions _optimizer;
    private readonly IReadOnlyList<ParameterTensor> _tensors;
    private readonly Convolution _c1;
    private readonly Convolution _c3;
    private readonly FullConnection _c5;
    private readonly FullConnection _f6;
    private readonly FullConnection _output;
    private double[] _parameters;
    private double[] _firstMoment;
    private double[] _secondMoment;
    private double[] _average;
    private int _steps;

    /// <summary>Starts from given parameters.</summary>
    /// <param name="initial">The parameters before the first step; they are copied.</param>
    /// <param name="optimizer">How they are updated.</param>
    public PlainEngine(LeNet5Parameters initial, OptimizerOptions optimizer)
        : this(initial.Architecture, Widen(initial.Values), optimizer)
    {
    }

    /// <summary>Starts from parameters in double precision.</summary>
    internal PlainEngine(LeNet5Architecture architecture, double[] initial, OptimizerOptions optimizer)
    {
        Architecture = architecture.Validated();
        _optimizer = optimizer;
        _tensors = architecture.Tensors();
        _c1 = new Convolution(1, LeNet5Architecture.InputSize, architecture.C1Kernels, LeNet5Architecture.C1Padding);
        _c3 = new Convolution(architecture.C1Kernels, LeNet5Architecture.S2Size, architecture.C3Kernels, padding: 0);
        _c5 = new FullConnection(architecture.FlattenedS4, architecture.C5Neurons);
        _f6 = new FullConnection(architecture.C5Neurons, architecture.F6Neurons);
        _output = new FullConnection(architecture.F6Neurons, architecture.Classes);
        _parameters = [.. initial];
        _firstMoment = new double[initial.Length];
        _secondMoment = optimizer.Kind == OptimizerKind.Sgd ? [] : new double[initial.Length];
        _average = optimizer.AveragingDecay > 0 ? [.. initial] : [];
        Gradient = new double[initial.Length];
    }

    /// <inheritdoc/>
    public string Description => "plain, 1 thread, double precision";

    /// <inheritdoc/>
    public LeNet5Architecture Architecture { get; }

    /// <summary>The parameters, in the order of <see cref="LeNet5Architecture.Tensors"/>.</summary>
    internal ReadOnlySpan<double> Parameters => _parameters;

    /// <summary>The averaged parameters; empty without averaging.</summary>
    internal ReadOnlySpan<double> AveragedParameters => _average;

    /// <summary>The gradient of the last step's loss, before weight decay, in the order of the parameters.</summary>
    internal double[] Gradient { get; }

    /// <inheritdoc/>
    public float TrainStep(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, float learningRate)
    {
        EngineInput.ThrowUnlessBatch(images, labels, Architecture);
        return (float)TrainStepPrecisely(images, labels, learningRate);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<byte> images, Span<float> logits)
    {
        _ = EngineInput.CountToScore(images, logits, Architecture);
        var scores = Forward(images, _average.Length > 0 ? _average : _parameters).Logits;
        for (var at = 0; at < scores.Length; at++)
        {
            logits[at] = (float)scores[at];
        }
    }

    /// <inheritdoc/>
    public EngineState CaptureState() => new()
    {
        Parameters = Narrow(_parameters),
        FirstMoment = Narrow(_firstMoment),
        SecondMoment = Narrow(_secondMoment),
        Average = Narrow(_average),
        Steps = _steps,
    };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A vector of the state is not as long as this engine's.</exception>
    public void RestoreState(EngineState state)
    {
        state.ThrowUnlessItFits(_parameters.Length, _secondMoment.Length > 0, _average.Length > 0);
        _parameters = Widen(state.Parameters);
        _firstMoment = Widen(state.FirstMoment);
        _secondMoment = Widen(state.SecondMoment);
        _average = Widen(state.Average);
        _steps = state.Steps;
    }

    /// <summary>Nothing is held.</summary>
    public void Dispose()
    {
    }

    /// <summary>One step; the loss in double precision.</summary>
    internal double TrainStepPrecisely(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, float learningRate)
    {
        var layers = Forward(images);
        var logitsGradient = new double[layers.Logits.Length];
        var loss = SoftmaxCrossEntropy.Run(layers.Logits, labels, logitsGradient);
        Backward(layers, logitsGradient);
        _steps++;
        Update(learningRate);
        var decay = Math.Min(Precise.Of(_optimizer.AveragingDecay), _optimizer.EffectiveAveragingDecay(_steps));
        for (var at = 0; at < _average.Length; at++)
        {
            _average[at] = decay * _average[at] + (1 - decay) * _parameters[at];
        }

        return loss;
    }

    /// <summary>All layers' values with the trained parameters.</summary>
    internal PlainLayers Forward(ReadOnlySpan<byte> images) => Forward(images, _parameters);

    private PlainLayers Forward(ReadOnlySpan<byte> images, double[] parameters)
    {
        var input = Normalised(images);
        var c1 = _c1.Forward(input, Tensor(parameters, 0), Tensor(parameters, 1));
        var c1Activated = ActivationLayer.Forward(Architecture.Activation, c1);
        var s2 = PoolingLayer.Forward(Architecture.Pooling, c1Activated, LeNet5Architecture.InputSize);
        var c3 = _c3.Forward(s2, Tensor(parameters, 2), Tensor(parameters, 3));
        var c3Activated = ActivationLayer.Forward(Architecture.Activation, c3);
        var s4 = PoolingLayer.Forward(Architecture.Pooling, c3Activated, LeNet5Architecture.C3Size);
        var c5 = _c5.Forward(s4, Tensor(parameters, 4), Tensor(parameters, 5));
        var c5Activated = ActivationLayer.Forward(Architecture.Activation, c5);
        var f6 = _f6.Forward(c5Activated, Tensor(parameters, 6), Tensor(parameters, 7));
        var f6Activated = ActivationLayer.Forward(Architecture.Activation, f6);
        return new PlainLayers
        {
            Input = input,
            C1 = c1,
            C1Activated = c1Activated,
            S2 = s2,
            C3 = c3,
            C3Activated = c3Activated,
            S4 = s4,
            C5 = c5,
            C5Activated = c5Activated,
            F6 = f6,
            F6Activated = f6Activated,
            Logits = _output.Forward(f6Activated, Tensor(parameters, 8), Tensor(parameters, 9)),
        };
    }

    private void Backward(PlainLayers layers, double[] logitsGradient)
    {
        var (activation, pooling) = (Architecture.Activation, Architecture.Pooling);
        var gradient = _output.Backward(
            layers.F6Activated, Tensor(_parameters, 8), logitsGradient, Tensor(Gradient, 8), Tensor(Gradient, 9));
        gradient = ActivationLayer.Backward(activation, layers.F6Activated, gradient);
        gradient = _f6.Backward(layers.C5Activated, Tensor(_parameters, 6), gradient, Tensor(Gradient, 6), Tensor(Gradient, 7));
        gradient = ActivationLayer.Backward(activation, layers.C5Activated, gradient);
        gradient = _c5.Backward(layers.S4, Tensor(_parameters, 4), gradient, Tensor(Gradient, 4), Tensor(Gradient, 5));
        gradient = PoolingLayer.Backward(pooling, layers.C3Activated, LeNet5Architecture.C3Size, gradient);
        gradient = ActivationLayer.Backward(activation, layers.C3Activated, gradient);
        gradient = _c3.Backward(layers.S2, Tensor(_parameters, 2), gradient, Tensor(Gradient, 2), Tensor(Gradient, 3));
        gradient = PoolingLayer.Backward(pooling, layers.C1Activated, LeNet5Architecture.InputSize, gradient);
        gradient = ActivationLayer.Backward(activation, layers.C1Activated, gradient);
        _c1.Backward(layers.Input, Tensor(_parameters, 0), gradient, Tensor(Gradient, 0), Tensor(Gradient, 1));
    }

    private void Update(float learningRate)
    {
        for (var tensor = 0; tensor < _tensors.Count; tensor++)
        {
            if (_optimizer.IsFrozen(_tensors[tensor]))
            {
                Tensor(Gradient, tensor).Clear();
                continue;
            }

            Optimizer.Step(
                _optimizer,
                Precise.Of(learningRate),
                _steps,
                Tensor(_parameters, tensor),
                Tensor(Gradient, tensor),
                Tensor(_firstMoment, tensor),
                _secondMoment.Length == 0 ? [] : Tensor(_secondMoment, tensor));
        }
    }

    private Span<double> Tensor(double[] vector, int tensor) => vector.AsSpan(_tensors[tensor].Offset, _tensors[tensor].Length);

    private static double[] Normalised(ReadOnlySpan<byte> images)
    {
        var normalised = new double[images.Length];
        for (var at = 0; at < images.Length; at++)
        {
            normalised[at] = (images[at] / 255.0 - Precise.Of(LeNet5Architecture.PixelMean)) / Precise.Of(LeNet5Architecture.PixelDeviation);
        }

        return normalised;
    }

    private static double[] Widen(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static float[] Narrow(double[] values) => Array.ConvertAll(values, value => (float)value);
}
