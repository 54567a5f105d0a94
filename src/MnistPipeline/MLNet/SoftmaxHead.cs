using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MnistPipeline;

/// <summary>
/// ML.NET's own classifier behind the network, which gives <c>Score</c> (probabilities) and <c>PredictedLabel</c> (the class), the columns
/// that every multiclass trainer adds. Maximum entropy fitted on one row a class, a logit of its own and zeros besides, is symmetrical:
/// its weights are one number on the diagonal, another elsewhere, its biases equal. So its scores are a softmax of its
/// features times the difference of the two numbers.
/// </summary>
/// <param name="Transformer">From logits times <paramref name="LogitScale"/> to the softmax of the logits.</param>
/// <param name="LogitScale">One over the difference.</param>
internal sealed record SoftmaxHead(ITransformer Transformer, double LogitScale)
{
    private const float OwnLogit = 10;

    /// <summary>Fits the head; the scores' slots are called as the classes are.</summary>
    /// <param name="context">Where to fit.</param>
    /// <param name="classes">The classes' names, in the order of the network's outputs.</param>
    /// <param name="logitColumn">The column of the head's features.</param>
    /// <param name="keyValues">The type of what the keys of <c>PredictedLabel</c> stand for; null for no keys, but the classes' names.</param>
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(ClassRow))] // ML.NET finds the properties of rows by their names
    public static SoftmaxHead Fit(MLContext context, IReadOnlyList<string> classes, string logitColumn, DataKind? keyValues)
    {
        var rows = context.Data.LoadFromEnumerable(Rows(classes), RowSchema(classes.Count, logitColumn));
        var label = context.Transforms.Conversion.ConvertType(nameof(ClassRow.Label), outputKind: keyValues ?? DataKind.String)
            .Append(context.Transforms.Conversion.MapValueToKey(nameof(ClassRow.Label))).Fit(rows);
        var trainer = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = nameof(ClassRow.Label),
            FeatureColumnName = logitColumn,
            L1Regularization = 0,
            L2Regularization = 0.01f,
            InitialWeightsDiameter = 0,
            NumberOfThreads = 1,
        });
        var keyed = label.Transform(rows);
        var head = trainer.Fit(keyed);
        ITransformer answer = keyValues is null
            ? new TransformerChain<ITransformer>(head, context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(head.Transform(keyed)))
            : head;
        VBuffer<float>[] weights = [];
        head.Model.GetWeights(ref weights, out _);
        return new SoftmaxHead(answer, 1 / Difference(weights));
    }

    // The mean over all classes, whose numbers differ in their last bits.
    private static double Difference(VBuffer<float>[] weights)
    {
        var (diagonal, elsewhere) = (0.0, 0.0);
        for (var row = 0; row < weights.Length; row++)
        {
            float[] ofClass = [.. weights[row].DenseValues()];
            diagonal += ofClass[row];
            elsewhere += ofClass.Sum(weight => (double)weight) - ofClass[row];
        }

        return diagonal / weights.Length - elsewhere / (weights.Length * (weights.Length - 1.0));
    }

    private static IEnumerable<ClassRow> Rows(IReadOnlyList<string> classes)
    {
        for (var index = 0; index < classes.Count; index++)
        {
            // Sparse, as a thousand classes would else take minutes.
            yield return new ClassRow { Label = classes[index], Logits = new VBuffer<float>(classes.Count, 1, [OwnLogit], [index]) };
        }
    }

    private static SchemaDefinition RowSchema(int classes, string logitColumn)
    {
        var schema = SchemaDefinition.Create(typeof(ClassRow));

        // [image, class], as the ONNX transformer has it: a head fitted on a plain vector refuses that shape.
        schema[nameof(ClassRow.Logits)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, classes);
        schema[nameof(ClassRow.Logits)].ColumnName = logitColumn;
        return schema;
    }

    private sealed class ClassRow
    {
        public string Label { get; set; } = "";

        public VBuffer<float> Logits { get; set; }
    }
}
