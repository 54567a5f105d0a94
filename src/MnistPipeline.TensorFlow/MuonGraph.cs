using MnistPipeline.Engines;
using MnistPipeline.Model;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.Model.TensorFlow.Format;
using static MnistPipeline.Model.TensorFlow.GraphDefBuilder;

namespace MnistPipeline.TensorFlow;

/// <summary>Muon as TensorFlow nodes: the matrices' momentum made orthogonal, and AdamW's step for all other parameters, both on the vector of all.</summary>
/// <param name="graph">Where to add them.</param>
/// <param name="optimizer">The rule.</param>
/// <param name="layout">Where the layers lie in the vector.</param>
internal sealed class MuonGraph(GraphDefBuilder graph, OptimizerOptions optimizer, TensorLayout layout)
{
    /// <summary>Adds the nodes from the gradient to what the learning rate is a share of; the moments have moved before it is there.</summary>
    public string Direction(string gradient)
    {
        var shares = PlaceWise("muon.shares", optimizer.Momentum, optimizer.Beta1);
        var rests = PlaceWise("muon.rests", (float)(1 - (double)optimizer.Momentum), (float)(1 - (double)optimizer.Beta1));
        var ofGradient = Add("muon.ofGradient", "Mul", rests, gradient);
        var momentum = Set(TrainingGraph.FirstMoment, Add("muon.momentum", "AddV2", Add("muon.kept", "Mul", shares, Before(TrainingGraph.FirstMoment)), ofGradient));
        var ahead = Add("muon.ahead", "AddV2", Add("muon.carried", "Mul", shares, momentum), ofGradient);
        var adam = Adam(gradient, momentum);

        int[] lengths = [.. layout.Tensors.Select(tensor => tensor.Length)];
        var (aheadParts, adamParts) = (graph.Split("muon.aheadParts", ahead, 0, lengths), graph.Split("muon.adamParts", adam, 0, lengths));
        string[] parts = [.. layout.Tensors.Select((tensor, index) => IsMatrix(tensor) ? Orthogonal(tensor, aheadParts[index]) : adamParts[index])];
        return graph.Add("muon.direction", "ConcatV2", [.. parts, graph.Integer("muon.axis", 0)], ("N", From(parts.Length)));
    }

    // AdamW's mean over its root mean square, each corrected; the matrices have no second moment.
    private string Adam(string gradient, string momentum)
    {
        var rest = PlaceWise("adam.rests", 0, (float)(1 - (double)optimizer.Beta2));
        var ofSquares = Add("adam.ofSquares", "Mul", rest, graph.Add("adam.squares", "Square", [gradient]));
        var kept = Add("adam.kept", "Mul", Before(TrainingGraph.SecondMoment), graph.Number("adam.share", optimizer.Beta2));
        var second = Set(TrainingGraph.SecondMoment, Add("adam.second", "AddV2", kept, ofSquares));
        var root = Add("adam.root", "AddV2", graph.Add("adam.rootOfSquares", "Sqrt", [second]), Number(TrainingGraph.StepNumber.Epsilon));
        var corrected = Add("adam.mean", "RealDiv", momentum, Correction("adam.meanCorrection", TrainingGraph.StepNumber.Beta1Power));
        var root2 = graph.Add("adam.squareRoot", "Sqrt", [Correction("adam.squareCorrection", TrainingGraph.StepNumber.Beta2Power)]);
        return Add("adam.direction", "RealDiv", Add("adam.scaled", "Mul", corrected, root2), root);
    }

    private string Correction(string name, TrainingGraph.StepNumber power) => Add(name, "Sub", graph.Number(name + ".one", 1), Number(power));

    // A matrix lies as [input, output] here, so that its iteration multiplies from the right: X = X (a + b G + c G G), G = Xᵀ X.
    private string Orthogonal(ParameterTensor tensor, string part)
    {
        var name = "muon." + tensor.Name;
        var (outputs, inputs) = (tensor.Shape[^1], tensor.Length / tensor.Shape[^1]);
        var squares = graph.Add(name + ".squares", "Sum", [graph.Add(name + ".each", "Square", [part]), graph.Integers(name + ".axes", 0)], ("Tidx", From(DataType.DtInt32)));
        var least = graph.Number(name + ".least", Muon.LeastSquares);
        var isSome = graph.AddNode(name + ".some", "GreaterEqual", [squares, least], DataType.DtBool, [("T", From(DataType.DtFloat))]);
        var length = Add(name + ".length", "Mul", graph.Cast(name + ".some.float", isSome, DataType.DtFloat), graph.Number(name + ".full", Muon.Length(outputs, inputs)));
        var root = graph.Add(name + ".root", "Sqrt", [Add(name + ".bounded", "Maximum", squares, least)]);
        var matrix = Add(name + ".0", "RealDiv", graph.Reshape(name + ".matrix", part, inputs, outputs), root);
        for (var iteration = 1; iteration <= Muon.Iterations; iteration++)
        {
            matrix = Iterate($"{name}.{iteration}", matrix);
        }

        return Add(name + ".direction", "Mul", graph.Reshape(name + ".flat", matrix, -1), length);
    }

    private string Iterate(string name, string matrix)
    {
        var gram = graph.Add(name + ".gram", "MatMul", [matrix, matrix], ("transpose_a", From(true)));
        var once = Add(name + ".once", "Mul", gram, graph.Number(name + ".b", Muon.B));
        var twice = Add(name + ".twice", "Mul", Add(name + ".gram2", "MatMul", gram, gram), graph.Number(name + ".c", Muon.C));
        var turned = Add(name + ".turned", "MatMul", matrix, Add(name + ".weights", "AddV2", once, twice));
        return Add(name, "AddV2", Add(name + ".kept", "Mul", matrix, graph.Number(name + ".a", Muon.A)), turned);
    }

    private bool IsMatrix(ParameterTensor tensor) => !tensor.IsBias && optimizer.MovesAsMatrix(tensor.Layer);

    private string PlaceWise(string name, float ofMatrices, float ofOthers)
    {
        float[] values = [.. layout.Tensors.SelectMany(tensor => Enumerable.Repeat(IsMatrix(tensor) ? ofMatrices : ofOthers, tensor.Length))];
        return graph.Floats(name, [values.Length], values);
    }

    private string Add(string name, string operation, string one, string other) => graph.Add(name, operation, [one, other]);

    private string Before(string variable) =>
        graph.AddNode(variable + ".before", "ReadVariableOp", [TrainingGraph.Variable(variable)], DataType.DtFloat, [("dtype", From(DataType.DtFloat))]);

    // The value, once the variable has it.
    private string Set(string variable, string value)
    {
        var set = graph.AddNode(variable + ".set", "AssignVariableOp", [TrainingGraph.Variable(variable), value], DataType.DtInvalid, [("dtype", From(DataType.DtFloat))]);
        return graph.Add(variable + ".after", "Identity", [value, "^" + set]);
    }

    private static string Number(TrainingGraph.StepNumber number) => TrainingGraph.NameOf(number);
}
