using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MnistPipeline;

/// <summary>
/// ML.NET's own classifier behind the network, which gives <c>Score</c> (probabilities) and <c>PredictedLabel</c> (the class), the columns that every multiclass
/// trainer adds. It is of the kind of maximum entropy, whose scores are the softmax of a linear map of its features, and the map is the identity here. What ML.NET
/// fits differs in its last bits from one vector width to another, and ML.NET makes none from given weights: so they are set in what it saves, and that is loaded.
/// </summary>
internal static class SoftmaxHead
{
    private const float OwnLogit = 10;

    /// <summary>Makes the head, from logits to their softmax; the scores' slots are called as the classes are.</summary>
    /// <param name="context">Where to make it.</param>
    /// <param name="classes">The classes' names, in the order of the network's outputs.</param>
    /// <param name="logitColumn">The column of the head's features.</param>
    /// <param name="keyValues">The type of what the keys of <c>PredictedLabel</c> stand for; null for no keys, but the classes' names.</param>
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(ClassRow))] // ML.NET finds the properties of rows by their names
    public static ITransformer Create(MLContext context, IReadOnlyList<string> classes, string logitColumn, DataKind? keyValues)
    {
        var rows = context.Data.LoadFromEnumerable(Rows(classes), RowSchema(classes.Count, logitColumn));
        var label = context.Transforms.Conversion.ConvertType(nameof(ClassRow.Label), outputKind: keyValues ?? DataKind.String)
            .Append(context.Transforms.Conversion.MapValueToKey(nameof(ClassRow.Label))).Fit(rows);
        var keyed = label.Transform(rows);
        var fitted = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = nameof(ClassRow.Label),
            FeatureColumnName = logitColumn,
            L1Regularization = 0,
            InitialWeightsDiameter = 0,
            MaximumNumberOfIterations = 1,
            NumberOfThreads = 1,
        }).Fit(keyed);
        var head = WithIdentity(fitted);
        return keyValues is null
            ? new TransformerChain<ITransformer>(head, context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(head.Transform(keyed)))
            : head;
    }

    private static ITransformer WithIdentity(MulticlassPredictionTransformer<MaximumEntropyModelParameters> fitted)
    {
        VBuffer<float>[] rows = [];
        fitted.Model.GetWeights(ref rows, out var classes);
        float[] weights = [.. rows.SelectMany(row => row.DenseValues())];
        float[] biases = [.. fitted.Model.GetBiases()];
        float[] identity = [.. Enumerable.Range(0, weights.Length).Select(index => index / classes == index % classes ? 1f : 0)];
        using var saved = ModelZip.Save(fitted);
        using (var zip = new ZipArchive(saved, ZipArchiveMode.Update, leaveOpen: true))
        {
            // Biases stand before the weights, each vector as its length and its numbers.
            var entry = zip.Entries.Single(entry => IndexOf(ContentOf(entry), weights) >= 0);
            var content = ContentOf(entry);
            Replace(content, weights, identity);
            Replace(content, biases, new float[biases.Length]);
            using var changed = entry.Open();
            changed.Write(content);
        }

        return ModelZip.Load(saved, saved.Length);
    }

    private static byte[] ContentOf(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using var stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static int IndexOf(ReadOnlySpan<byte> content, float[] vector) => content.IndexOf([.. BitConverter.GetBytes(vector.Length), .. MemoryMarshal.AsBytes(vector)]);

    private static void Replace(Span<byte> content, float[] vector, float[] other) =>
        MemoryMarshal.AsBytes<float>(other).CopyTo(content[(IndexOf(content, vector) + sizeof(int))..]);

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
