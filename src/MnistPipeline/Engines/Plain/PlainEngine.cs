using MnistPipeline.Model;

namespace MnistPipeline.Engines.Plain;

/// <summary>
/// LeNet-5 in double precision and plain loops: slow, to be read and to be compared with. <see cref="PlainComputation"/> goes
/// through the layers; each layer's forward and backward pass stands in one file beside this one.
/// </summary>
internal sealed class PlainEngine : IEngine
{
    private readonly OptimizerOptions _optimizer;
    private readonly PlainComputation _computation;
    private double[] _parameters;
    private double[] _firstMoment;
    private double[] _secondMoment;
    private double[] _average;
    private double[] _losses = [];
    private int _steps;
    private bool _isDisposed;

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
        Architecture = architecture.Checked();
        _optimizer = optimizer;
        _computation = new PlainComputation(architecture);
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
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        EngineInput.ThrowUnlessBatch(images, labels, Architecture);
        return (float)TrainStepPrecisely(images, labels, learningRate);
    }

    /// <inheritdoc/>
    public float TrainStepTowards(ReadOnlySpan<byte> images, ReadOnlySpan<float> targets, float learningRate)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _ = EngineInput.CountToTrain(images, targets, Architecture);
        var layers = Forward(images);
        var logitsGradient = new double[layers.Logits.Length];
        _losses = SoftmaxCrossEntropy.Run(layers.Logits, Widen(targets.ToArray()), Architecture.Classes, logitsGradient);
        Step(layers, logitsGradient, learningRate);
        return (float)_losses.Average();
    }

    /// <inheritdoc/>
    public void CopyLosses(Span<float> losses)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Narrow(_losses).CopyTo(losses);
    }

    /// <inheritdoc/>
    public void ComputeLogits(ReadOnlySpan<byte> images, Span<float> logits)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _ = EngineInput.CountToScore(images, logits, Architecture);
        var scores = _computation.Forward(PlainComputation.Normalised(images), _average.Length > 0 ? _average : _parameters).Logits;
        for (var at = 0; at < scores.Length; at++)
        {
            logits[at] = (float)scores[at];
        }
    }

    /// <inheritdoc/>
    public EngineState CaptureState()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new()
        {
            Parameters = Narrow(_parameters),
            FirstMoment = Narrow(_firstMoment),
            SecondMoment = Narrow(_secondMoment),
            Average = Narrow(_average),
            Steps = _steps,
        };
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A vector of the state is not as long as this engine's.</exception>
    public void RestoreState(EngineState state)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        state.ThrowUnlessItFits(_parameters.Length, _secondMoment.Length > 0, _average.Length > 0);
        _parameters = Widen(state.Parameters);
        _firstMoment = Widen(state.FirstMoment);
        _secondMoment = Widen(state.SecondMoment);
        _average = Widen(state.Average);
        _steps = state.Steps;
    }

    /// <summary>Nothing is held, but an engine that has ended is not used again.</summary>
    public void Dispose() => _isDisposed = true;

    /// <summary>One step; the loss in double precision.</summary>
    internal double TrainStepPrecisely(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, float learningRate)
    {
        var layers = Forward(images);
        var logitsGradient = new double[layers.Logits.Length];
        _losses = SoftmaxCrossEntropy.Run(layers.Logits, labels, logitsGradient);
        Step(layers, logitsGradient, learningRate);
        return _losses.Average();
    }

    /// <summary>All layers' values with the trained parameters.</summary>
    internal PlainLayers Forward(ReadOnlySpan<byte> images) => _computation.Forward(PlainComputation.Normalised(images), _parameters);

    private void Step(PlainLayers layers, double[] logitsGradient, float learningRate)
    {
        _ = _computation.Backward(layers, _parameters, logitsGradient, Gradient);
        _steps++;
        Update(learningRate);
        var decay = Math.Min(Precise.From(_optimizer.AveragingDecay), _optimizer.EffectiveAveragingDecay(_steps));
        for (var at = 0; at < _average.Length; at++)
        {
            _average[at] = decay * _average[at] + (1 - decay) * _parameters[at];
        }
    }

    private void Update(float learningRate)
    {
        foreach (var tensor in _computation.Tensors)
        {
            if (_optimizer.FrozenLayers.Contains(tensor.Layer))
            {
                Part(Gradient).Clear();
                continue;
            }

            if (!tensor.IsBias && _optimizer.MovesAsMatrix(tensor.Layer))
            {
                MuonStep.Take(_optimizer, Precise.From(learningRate), tensor.Shape[0], Part(_parameters), Part(Gradient), Part(_firstMoment));
                continue;
            }

            Optimizer.Step(
                _optimizer,
                Precise.From(learningRate),
                _steps,
                Part(_parameters),
                Part(Gradient),
                Part(_firstMoment),
                _secondMoment.Length == 0 ? [] : Part(_secondMoment));

            Span<double> Part(double[] vector) => vector.AsSpan(tensor.Offset, tensor.Length);
        }
    }

    private static double[] Widen(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static float[] Narrow(double[] values) => Array.ConvertAll(values, value => (float)value);
}
