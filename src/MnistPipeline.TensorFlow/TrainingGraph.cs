using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.Model.TensorFlow.Format;
using MnistPipeline.TensorFlow.Native;
using static MnistPipeline.Model.TensorFlow.GraphDefBuilder;

namespace MnistPipeline.TensorFlow;

/// <summary>
/// A training as one TensorFlow graph: from bytes through the network to the loss, and from the gradients to the new
/// parameters. All parameters are one vector, so that an update is a few operations and not a few for each tensor.
/// </summary>
internal static class TrainingGraph
{
    /// <summary>The trained parameters.</summary>
    public const string Parameters = "parameters";

    /// <summary>SGD's velocity, or Adam's mean gradient.</summary>
    public const string FirstMoment = "firstMoment";

    /// <summary>Adam's mean squared gradient.</summary>
    public const string SecondMoment = "secondMoment";

    /// <summary>The averaged parameters.</summary>
    public const string Average = "average";

    /// <summary>Takes the images: bytes [image, 784].</summary>
    public const string Images = "images";

    /// <summary>Takes the labels: integers [image].</summary>
    public const string Labels = "labels";

    /// <summary>What each image's softmax should be, [image, class], which is made of the labels unless it is fed.</summary>
    public const string Targets = "loss.targets";

    /// <summary>Takes what changes from step to step, in the order of <see cref="StepNumber"/>.</summary>
    public const string StepNumbers = "step.numbers";

    /// <summary>The trained network's logits of a batch, whose gradients are wanted: [image, class].</summary>
    public const string Logits = "output";

    /// <summary>The loss of each image.</summary>
    public const string Losses = "loss.above";

    /// <summary>The gradient of the mean loss by each of the logits: [image, class].</summary>
    public const string LogitsGradient = "loss.gradient";

    /// <summary>The mean softmax cross-entropy of a batch: one number.</summary>
    public const string Loss = "loss";

    /// <summary>The logits of the parameters that score: [image, class].</summary>
    public const string Scores = "score/output";

    /// <summary>The node that moves the parameters.</summary>
    public const string Update = "update";

    private const int Pixels = Digit.Pixels;

    /// <summary>What changes from step to step.</summary>
    public enum StepNumber
    {
        /// <summary>1 / the number of images.</summary>
        ImageShare,

        /// <summary>The learning rate.</summary>
        LearningRate,

        /// <summary>What AdamW takes off each parameter: rate * decay.</summary>
        Decay,

        /// <summary>beta1 to the power of the step.</summary>
        Beta1Power,

        /// <summary>beta2 to the power of the step.</summary>
        Beta2Power,

        /// <summary>Epsilon as TensorFlow takes it, before the bias is corrected.</summary>
        Epsilon,

        /// <summary>1 - the decay of the average.</summary>
        AverageShare,
    }

    /// <summary>The vectors that the graph keeps from step to step, each as long as the network has parameters.</summary>
    public static IList<string> Variables(OptimizerOptions optimizer)
    {
        List<string> variables = [Parameters, FirstMoment];
        if (optimizer.Kind != OptimizerKind.Sgd)
        {
            variables.Add(SecondMoment);
        }

        if (optimizer.AveragingDecay > 0)
        {
            variables.Add(Average);
        }

        return variables;
    }

    /// <summary>The node that sets a variable to what is fed to <see cref="Restored"/>.</summary>
    public static string Restore(string variable) => variable + ".restore";

    /// <summary>Takes a variable's new values.</summary>
    public static string Restored(string variable) => variable + ".restored";

    /// <summary>What a variable is known by where it is changed.</summary>
    public static string Variable(string variable) => variable + ".variable";

    /// <summary>A tensor's gradient, where the parameters are moved.</summary>
    private static string Gradient(ParameterTensor tensor) => tensor.Name + ".gradient";

    /// <summary>Builds the graph.</summary>
    /// <param name="architecture">The network's shape.</param>
    /// <param name="layout">Where its parameters lie.</param>
    /// <param name="optimizer">How they are updated.</param>
    /// <param name="device">What computes, as in <c>/device:GPU:0</c>.</param>
    /// <exception cref="TensorFlowException">TensorFlow does not know an operation.</exception>
    public static Graph Build(LeNet5Architecture architecture, TensorLayout layout, OptimizerOptions optimizer, string device)
    {
        using var graph = new Graph();
        graph.Import(Forward(architecture, layout, optimizer));
        var tensors = layout.Tensors.Select(tensor => graph.Output(tensor.Name)).ToArray();
        var gradients = graph.AddGradients("gradients", graph.Output(Logits), graph.Output(LogitsGradient), tensors);
        var (backward, stands) = Backward(layout, optimizer);
        var values = stands.ToDictionary(stand => stand, graph.Output);
        foreach (var (tensor, gradient) in layout.Tensors.Zip(gradients))
        {
            values.Add(Gradient(tensor), gradient);
        }

        graph.Import(backward, values);

        // TensorFlow leaves it open where its gradients are computed, and would choose the first GPU.
        return graph.On(device);
    }

    /// <summary>The variables, the network, the loss, and the network once more with the parameters that score.</summary>
    private static GraphDef Forward(LeNet5Architecture architecture, TensorLayout layout, OptimizerOptions optimizer)
    {
        var graph = new GraphDefBuilder();
        var digits = graph.Cast("images.float", graph.Placeholder(Images, DataType.DtUint8, -1, Pixels), DataType.DtFloat);
        var labels = graph.Placeholder(Labels, DataType.DtInt32, -1);
        AddStepNumbers(graph);
        foreach (var variable in Variables(optimizer))
        {
            AddVariable(graph, variable, architecture.ParameterCount());
        }

        NetworkGraph.Add(graph, "", digits, architecture, AddTensors(graph, "", Parameters, layout));
        AddLoss(graph, labels, architecture.Classes);
        var scoring = optimizer.AveragingDecay > 0 ? Average : Parameters;
        NetworkGraph.Add(graph, "score/", digits, architecture, AddTensors(graph, "score/", scoring, layout));
        return graph.Graph;
    }

    /// <summary>What moves the parameters, and the values of <see cref="Forward"/> that it goes on from besides the gradients.</summary>
    private static (GraphDef Graph, IReadOnlyList<string> Stands) Backward(TensorLayout layout, OptimizerOptions optimizer)
    {
        var graph = new GraphDefBuilder();
        var gradients = layout.Tensors.Select(tensor =>
            graph.Reshape(Gradient(tensor) + ".flat", graph.Elsewhere(Gradient(tensor), DataType.DtFloat), -1)).ToArray();
        var stands = Variables(optimizer).Select(variable => graph.Elsewhere(Variable(variable), DataType.DtResource)).ToList();
        stands.Add(graph.Elsewhere(Parameters, DataType.DtFloat));
        for (var number = 0; number < Enum.GetValues<StepNumber>().Length; number++)
        {
            stands.Add(graph.Elsewhere(NameOf((StepNumber)number), DataType.DtFloat));
        }

        string[] parts = [.. gradients, graph.Integer("gradient.axis", 0)];
        var gradient = graph.Add("gradient", "ConcatV2", parts, ("N", From(gradients.Length)));
        new UpdateGraph(graph, optimizer, layout).Add(gradient);
        return (graph.Graph, stands);
    }

    /// <summary>The name of one of the step's numbers.</summary>
    public static string NameOf(StepNumber number) => $"step.{number}";

    private static void AddStepNumbers(GraphDefBuilder graph)
    {
        var count = Enum.GetValues<StepNumber>().Length;
        var numbers = graph.Split("step.each", graph.Placeholder(StepNumbers, DataType.DtFloat, count), 0, [.. Enumerable.Repeat(1, count)]);
        for (var number = 0; number < count; number++)
        {
            graph.Reshape(NameOf((StepNumber)number), numbers[number]);
        }
    }

    private static void AddVariable(GraphDefBuilder graph, string name, int length)
    {
        var variable = graph.AddNode(
            Variable(name),
            "VarHandleOp",
            [],
            DataType.DtResource,
            [("dtype", From(DataType.DtFloat)), ("shape", new AttrValue { Shape = ShapeOf([length]) }), ("shared_name", From(name))]);
        graph.AddNode(name, "ReadVariableOp", [variable], DataType.DtFloat, [("dtype", From(DataType.DtFloat))]);
        var restored = graph.Placeholder(Restored(name), DataType.DtFloat, length);
        graph.AddNode(Restore(name), "AssignVariableOp", [variable, restored], DataType.DtInvalid, [("dtype", From(DataType.DtFloat))]);
    }

    private static string[] AddTensors(GraphDefBuilder graph, string scope, string vector, TensorLayout layout)
    {
        var parts = graph.Split($"{scope}tensors", vector, 0, [.. layout.Tensors.Select(tensor => tensor.Length)]);
        return [.. layout.Tensors.Zip(parts, (tensor, part) => graph.Reshape(scope + tensor.Name, part, [.. tensor.Shape]))];
    }

    // TensorFlow gives each image's loss and, at once, its gradient by the logits. An image of no class has all classes as targets alike, and
    // its loss is 0 where the logits are.
    private static void AddLoss(GraphDefBuilder graph, string labels, int classes)
    {
        string[] oneHot = [labels, graph.Integer("loss.classes", classes), graph.Number("loss.on", 1), graph.Number("loss.off", 0)];
        var ones = graph.AddNode("loss.ones", "OneHot", oneHot, DataType.DtFloat, [("T", From(DataType.DtFloat)), ("TI", From(DataType.DtInt32))]);
        var isNone = graph.AddNode(
            "loss.none", "Less", [labels, graph.Integer("loss.first", 0)], DataType.DtBool, [("T", From(DataType.DtInt32))]);
        var none = graph.Cast("loss.none.float", isNone, DataType.DtFloat);
        var share = graph.Add("loss.share", "Mul", [graph.Reshape("loss.none.column", none, -1, 1), graph.Number("loss.uniform", 1f / classes)]);
        var targets = graph.Add(Targets, "AddV2", [ones, share]);
        var each = graph.Add("loss.each", "SoftmaxCrossEntropyWithLogits", [Logits, targets]);
        var least = graph.Add("loss.least", "Mul", [none, graph.Number("loss.entropy", MathF.Log(classes))]);
        graph.Add(Loss, "Mean", [graph.Add(Losses, "Sub", [each, least]), graph.Integers("loss.axes", 0)]);
        graph.Add(LogitsGradient, "Mul", [each + ":1", NameOf(StepNumber.ImageShare)]);
    }
}
