using Microsoft.ML;
using Microsoft.ML.Data;

namespace MnistPipeline;

/// <summary>The directions in which rows of numbers differ most (principal component analysis), by ML.NET's transform.</summary>
internal static class PrincipalComponents
{
    /// <summary>Projects rows on the first of these directions.</summary>
    /// <param name="values">[row, column]</param>
    /// <param name="columns">How many numbers a row has.</param>
    /// <param name="rank">How many directions; at most as many as columns.</param>
    /// <returns>For each row its place along each direction.</returns>
    public static IReadOnlyList<float[]> Project(float[] values, int columns, int rank)
    {
        var mlContext = new MLContext(seed: 1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, columns);
        var data = mlContext.Data.LoadFromEnumerable(values.Chunk(columns).Select(row => new Row { Values = row }), schema);
        var projected = mlContext.Transforms.ProjectToPrincipalComponents(nameof(Row.Values), rank: rank, seed: 1).Fit(data).Transform(data);
        return [.. projected.GetColumn<float[]>(nameof(Row.Values))];
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
