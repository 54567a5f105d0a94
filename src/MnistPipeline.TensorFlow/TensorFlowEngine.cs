using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.TensorFlow.Native;

namespace MnistPipeline.TensorFlow;

/// <summary>LeNet-5 on TensorFlow: one run of a session takes a whole step on a device. One caller at a time.</summary>
internal sealed class TensorFlowEngine : IEngine
{
    private const int MaxScoredAtOnce = 1000;

    private static readonly int StepNumberCount = Enum.GetValues<TrainingGraph.StepNumber>().Length;

    private readonly OptimizerOptions _optimizer;
    private readonly TensorLayout _layout;
    private readonly Graph _graph;
    private readonly Session _session;
    private readonly TensorFlowApi.Output _imagesInput;
    private readonly TensorFlowApi.Output _labelsInput;
    private readonly TensorFlowApi.Output _targetsInput;
    private readonly TensorFlowApi.Output _stepNumbersInput;
    private readonly TensorFlowApi.Output _loss;
    private readonly TensorFlowApi.Output _losses;
    private readonly TensorFlowApi.Output _scores;
    private readonly nint _update;
    private readonly TensorHandle _stepNumbers = TensorHandle.Create<float>(StepNumberCount);
    private TensorHandle _images = TensorHandle.Create<byte>(0, Digit.Pixels);
    private TensorHandle _labels = TensorHandle.Create<int>(0);
    private TensorHandle _lastLosses = TensorHandle.Create<float>(0);
    private int _steps;
    private bool _isDisposed;

    internal TensorFlowEngine(TensorFlowRuntime runtime, LeNet5Parameters initial, OptimizerOptions optimizer, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Architecture = initial.Architecture.Checked();
        Description = $"{runtime.Description}{(runtime.Device.Type == "CPU" ? threads == 1 ? ", 1 thread" : $", {threads} threads" : "")}";
        _optimizer = optimizer;
        _layout = new TensorLayout(Architecture);
        _graph = TrainingGraph.Build(Architecture, _layout, optimizer, $"/device:{runtime.Device.Name}");
        _imagesInput = _graph.Output(TrainingGraph.Images);
        _labelsInput = _graph.Output(TrainingGraph.Labels);
        _targetsInput = _graph.Output(TrainingGraph.Targets);
        _stepNumbersInput = _graph.Output(TrainingGraph.StepNumbers);
        _loss = _graph.Output(TrainingGraph.Loss);
        _losses = _graph.Output(TrainingGraph.Losses);
        _scores = _graph.Output(TrainingGraph.Scores);
        _update = _graph.Operation(TrainingGraph.Update);
        _session = new Session(_graph, runtime.Configuration(threads));
        var zeros = new float[initial.Values.Length];
        RestoreState(new EngineState
        {
            Parameters = initial.Values,
            FirstMoment = zeros,
            SecondMoment = optimizer.Kind == OptimizerKind.Sgd ? [] : zeros,
            Average = optimizer.AveragingDecay > 0 ? initial.Values : [],
            Steps = 0,
        });
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public LeNet5Architecture Architecture { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no labels, or not 784 bytes for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is neither a class of the network nor <see cref="EngineInput.NoClass"/>.</exception>
    /// <exception cref="TensorFlowException">TensorFlow could not take the step.</exception>
    public float TrainStep(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, float learningRate)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        EngineInput.ThrowUnlessBatch(images, labels, Architecture);
        FeedImages(images);
        labels.CopyTo(LabelsOf(labels.Length));
        SetStepNumbers(labels.Length, learningRate, ++_steps);
        return Step((_imagesInput, _images), (_labelsInput, _labels), (_stepNumbersInput, _stepNumbers));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no images, or they are not of 784 bytes each, or there is not one target a class for each.</exception>
    /// <exception cref="TensorFlowException">TensorFlow could not take the step.</exception>
    public float TrainStepTowards(ReadOnlySpan<byte> images, ReadOnlySpan<float> targets, float learningRate)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var count = EngineInput.CountToTrain(images, targets, Architecture);
        FeedImages(images);

        // Any class will do, as the targets that are fed stand in the place of those that are made of it.
        LabelsOf(count).Clear();
        using var shares = TensorHandle.Create<float>(count, Architecture.Classes);
        targets.CopyTo(shares.Values<float>());
        SetStepNumbers(count, learningRate, ++_steps);
        return Step((_imagesInput, _images), (_labelsInput, _labels), (_targetsInput, shares), (_stepNumbersInput, _stepNumbers));
    }

    /// <inheritdoc/>
    public void CopyLosses(Span<float> losses)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _lastLosses.Values<float>()[..losses.Length].CopyTo(losses);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The images are not of 784 bytes each, or there is not one logit a class for each.</exception>
    /// <exception cref="TensorFlowException">TensorFlow could not score.</exception>
    public void ComputeLogits(ReadOnlySpan<byte> images, Span<float> logits)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var count = EngineInput.CountToScore(images, logits, Architecture);
        for (var start = 0; start < count; start += MaxScoredAtOnce)
        {
            var part = Math.Min(MaxScoredAtOnce, count - start);
            FeedImages(images.Slice(start * Digit.Pixels, part * Digit.Pixels));
            using var scores = _session.Run("score digits", [(_imagesInput, _images)], [_scores], [])[0];
            scores.Values<float>().CopyTo(logits[(start * Architecture.Classes)..]);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="TensorFlowException">TensorFlow could not hand it over.</exception>
    public EngineState CaptureState()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var variables = TrainingGraph.Variables(_optimizer);
        var tensors = _session.Run("hand over what it has learned", [], [.. variables.Select(_graph.Output)], []);
        return new EngineState
        {
            Parameters = Take(TrainingGraph.Parameters),
            FirstMoment = Take(TrainingGraph.FirstMoment),
            SecondMoment = Take(TrainingGraph.SecondMoment),
            Average = Take(TrainingGraph.Average),
            Steps = _steps,
        };

        float[] Take(string variable)
        {
            if (!variables.Contains(variable))
            {
                return [];
            }

            using var tensor = tensors[variables.IndexOf(variable)];
            return _layout.FromTensorFlow(tensor.Values<float>());
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A vector of the state is not as long as this engine's.</exception>
    /// <exception cref="TensorFlowException">TensorFlow could not take it over.</exception>
    public void RestoreState(EngineState state)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        state.ThrowUnlessItFits(Architecture.ParameterCount(), _optimizer.Kind != OptimizerKind.Sgd, _optimizer.AveragingDecay > 0);
        foreach (var variable in TrainingGraph.Variables(_optimizer))
        {
            var values = variable switch
            {
                TrainingGraph.Parameters => state.Parameters,
                TrainingGraph.FirstMoment => state.FirstMoment,
                TrainingGraph.SecondMoment => state.SecondMoment,
                _ => state.Average,
            };
            using var tensor = TensorHandle.Create<float>(values.Length);
            _layout.ToTensorFlow(values).CopyTo(tensor.Values<float>());
            _session.Run(
                "take over a state", [(_graph.Output(TrainingGraph.Restored(variable)), tensor)], [], [_graph.Operation(TrainingGraph.Restore(variable))]);
        }

        _steps = state.Steps;
    }

    /// <summary>Ends the session and frees its memory, on the device as well.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _session.Dispose();
        _graph.Dispose();
        _stepNumbers.Dispose();
        _images.Dispose();
        _labels.Dispose();
        _lastLosses.Dispose();
    }

    private Span<int> LabelsOf(int images)
    {
        if (_labels.Values<int>().Length != images)
        {
            _labels.Dispose();
            _labels = TensorHandle.Create<int>(images);
        }

        return _labels.Values<int>();
    }

    private float Step(params (TensorFlowApi.Output Input, TensorHandle Value)[] feeds)
    {
        var fetched = _session.Run("take a training step", feeds, [_loss, _losses], [_update]);
        using var loss = fetched[0];
        _lastLosses.Dispose();
        _lastLosses = fetched[1];
        return loss.Values<float>()[0];
    }

    private void FeedImages(ReadOnlySpan<byte> images)
    {
        if (_images.Values<byte>().Length != images.Length)
        {
            _images.Dispose();
            _images = TensorHandle.Create<byte>(images.Length / Digit.Pixels, Digit.Pixels);
        }

        images.CopyTo(_images.Values<byte>());
    }

    // TensorFlow adds epsilon to the root before the bias of the second moment is corrected, the paper and the other engines after it.
    private void SetStepNumbers(int images, float learningRate, int step)
    {
        var numbers = _stepNumbers.Values<float>();
        var beta2Power = Math.Pow(_optimizer.Beta2, step);
        numbers[(int)TrainingGraph.StepNumber.ImageShare] = 1f / images;
        numbers[(int)TrainingGraph.StepNumber.LearningRate] = learningRate;
        numbers[(int)TrainingGraph.StepNumber.Decay] = learningRate * _optimizer.WeightDecay;
        numbers[(int)TrainingGraph.StepNumber.Beta1Power] = (float)Math.Pow(_optimizer.Beta1, step);
        numbers[(int)TrainingGraph.StepNumber.Beta2Power] = (float)beta2Power;
        numbers[(int)TrainingGraph.StepNumber.Epsilon] = (float)(_optimizer.Epsilon * Math.Sqrt(1 - beta2Power));
        numbers[(int)TrainingGraph.StepNumber.AverageShare] = (float)(1 - _optimizer.EffectiveAveragingDecay(step));
    }
}
