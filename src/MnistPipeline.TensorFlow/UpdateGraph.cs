using MnistPipeline.Engines;
using MnistPipeline.Model.TensorFlow;
using MnistPipeline.Model.TensorFlow.Format;
using static MnistPipeline.Model.TensorFlow.GraphDefBuilder;

namespace MnistPipeline.TensorFlow;

/// <summary>The optimizers and the average as TensorFlow nodes, on the vector of all parameters.</summary>
/// <param name="graph">Where to add them.</param>
/// <param name="optimizer">The rule.</param>
/// <param name="layout">Where the layers lie in the vector.</param>
internal sealed class UpdateGraph(GraphDefBuilder graph, OptimizerOptions optimizer, TensorLayout layout)
{
    private static readonly (string, AttrValue) Float = ("dtype", From(DataType.DtFloat));

    /// <summary>Adds the nodes that move the parameters along a gradient, all of which <see cref="TrainingGraph.Update"/> runs.</summary>
    /// <param name="gradient">The gradient of the loss, of which the decay is not yet part.</param>
    public void Add(string gradient)
    {
        gradient = OfMovingLayers(gradient);
        var moved = optimizer.Kind switch
        {
            OptimizerKind.Sgd => AddMomentum(WithDecay(gradient)),
            OptimizerKind.Adam => AddAdam(WithDecay(gradient), "^gradient"),
            OptimizerKind.Muon => AddMuon(gradient),
            _ => AddAdam(gradient, AddDecay()),
        };
        var last = optimizer.AveragingDecay > 0 ? AddAverage(moved) : moved;
        graph.AddNode(TrainingGraph.Update, "NoOp", ["^" + last], DataType.DtInvalid, []);
    }

    // With 0 in the places of frozen layers.
    private string OfMovingLayers(string vector)
    {
        if (optimizer.FrozenLayers.Count == 0)
        {
            return vector;
        }

        float[] moves = [.. layout.Tensors.SelectMany(tensor => Enumerable.Repeat(optimizer.FrozenLayers.Contains(tensor.Layer) ? 0f : 1f, tensor.Length))];
        return graph.Add(vector + ".moving", "Mul", [vector, graph.Floats(vector + ".moves", [moves.Length], moves)]);
    }

    private string WithDecay(string gradient)
    {
        if (optimizer.WeightDecay == 0)
        {
            return gradient;
        }

        var decay = graph.Add("decay", "Mul", [OfMovingLayers(TrainingGraph.Parameters), graph.Number("decay.share", optimizer.WeightDecay)]);
        return graph.Add("gradient.decayed", "AddV2", [gradient, decay]);
    }

    private string AddMomentum(string gradient) => graph.AddNode(
        "moved",
        "ResourceApplyMomentum",
        [TrainingGraph.Variable(TrainingGraph.Parameters), TrainingGraph.Variable(TrainingGraph.FirstMoment), Number(TrainingGraph.StepNumber.LearningRate), gradient, graph.Number("momentum", optimizer.Momentum)],
        DataType.DtInvalid,
        [("T", From(DataType.DtFloat))]);

    // Behind the gradient, whose computation reads the parameters.
    private string AddDecay()
    {
        var decay = graph.Add("decay", "Mul", [OfMovingLayers(TrainingGraph.Parameters), Number(TrainingGraph.StepNumber.Decay), "^gradient"]);
        return "^" + graph.AddNode("decayed", "AssignSubVariableOp", [TrainingGraph.Variable(TrainingGraph.Parameters), decay], DataType.DtInvalid, [Float]);
    }

    private string AddAdam(string gradient, string after) => graph.AddNode(
        "moved",
        "ResourceApplyAdam",
        [
            TrainingGraph.Variable(TrainingGraph.Parameters),
            TrainingGraph.Variable(TrainingGraph.FirstMoment),
            TrainingGraph.Variable(TrainingGraph.SecondMoment),
            Number(TrainingGraph.StepNumber.Beta1Power),
            Number(TrainingGraph.StepNumber.Beta2Power),
            Number(TrainingGraph.StepNumber.LearningRate),
            graph.Number("beta1", optimizer.Beta1),
            graph.Number("beta2", optimizer.Beta2),
            Number(TrainingGraph.StepNumber.Epsilon),
            gradient,
            after,
        ],
        DataType.DtInvalid,
        [("T", From(DataType.DtFloat))]);

    private string AddMuon(string gradient)
    {
        var step = graph.Add("muon.step", "Mul", [new MuonGraph(graph, optimizer, layout).Direction(gradient), Number(TrainingGraph.StepNumber.LearningRate)]);
        return graph.AddNode("moved", "AssignSubVariableOp", [TrainingGraph.Variable(TrainingGraph.Parameters), step, AddDecay()], DataType.DtInvalid, [Float]);
    }

    private string AddAverage(string moved)
    {
        var average = graph.AddNode("average.before", "ReadVariableOp", [TrainingGraph.Variable(TrainingGraph.Average)], DataType.DtFloat, [Float]);
        var parameters = graph.AddNode("parameters.moved", "ReadVariableOp", [TrainingGraph.Variable(TrainingGraph.Parameters), "^" + moved], DataType.DtFloat, [Float]);
        var away = graph.Add("average.away", "Sub", [average, parameters]);
        var step = graph.Add("average.step", "Mul", [away, Number(TrainingGraph.StepNumber.AverageShare)]);
        return graph.AddNode("average.moved", "AssignSubVariableOp", [TrainingGraph.Variable(TrainingGraph.Average), step], DataType.DtInvalid, [Float]);
    }

    private static string Number(TrainingGraph.StepNumber number) => TrainingGraph.NameOf(number);
}
