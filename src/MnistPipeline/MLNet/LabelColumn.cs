using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MnistPipeline;

/// <summary>The column that says which class a digit belongs to.</summary>
internal static class LabelColumn
{
    /// <summary>The view with its label as a key: as it is where it is one, else text and numbers mapped in their order.</summary>
    /// <exception cref="BadInputException">There is no such column, or it is a vector.</exception>
    public static IDataView AsKey(MLContext mlContext, IDataView data, string name)
    {
        if (data.Schema.GetColumnOrNull(name) is not { } label)
        {
            throw new BadInputException($"The data have no label column '{name}': name the right one in LabelColumnName.");
        }

        if (label.Type is VectorDataViewType)
        {
            throw new BadInputException($"Label column '{name}' is of type {label.Type}: it must be a key, a text or a number.");
        }

        return label.Type is KeyDataViewType
            ? data
            : mlContext.Transforms.Conversion
                .MapValueToKey(name, maximumNumberOfKeys: 1_001, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
                .Fit(data).Transform(data);
    }

    /// <summary>The type of what the keys of a label column stand for: text where they stand for nothing; null where the label is no key.</summary>
    /// <param name="label">The column.</param>
    /// <param name="classes">The classes that are answered: where the column's keys do not name them all, only text can.</param>
    public static DataKind? KeyValues(DataViewSchema.Column label, IReadOnlyList<string> classes) => label.Type switch
    {
        not KeyDataViewType => null,
        _ when label.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is VectorDataViewType { ItemType: var type }
            && classes.All(ClassNames(label).Contains)
            && Enum.TryParse(type.RawType.Name, out DataKind kind) => kind,
        _ => DataKind.String,
    };

    /// <summary>The names of a key column's classes in the order of the keys; the keys themselves where it names none.</summary>
    public static IReadOnlyList<string> ClassNames(DataViewSchema.Column label)
    {
        var annotations = label.Annotations;
        if (annotations.Schema.GetColumnOrNull("KeyValues")?.Type is not VectorDataViewType { ItemType: var type })
        {
            var count = (int)((KeyDataViewType)label.Type).Count;
            return [.. Enumerable.Range(1, count).Select(key => key.ToString(CultureInfo.InvariantCulture))];
        }

        return type switch
        {
            TextDataViewType => Names<ReadOnlyMemory<char>>(),
            _ when type == NumberDataViewType.Single => Names<float>(),
            _ when type == NumberDataViewType.Double => Names<double>(),
            _ when type == NumberDataViewType.Byte => Names<byte>(),
            _ when type == NumberDataViewType.Int16 => Names<short>(),
            _ when type == NumberDataViewType.Int32 => Names<int>(),
            _ when type == NumberDataViewType.Int64 => Names<long>(),
            _ when type == NumberDataViewType.UInt32 => Names<uint>(),
            BooleanDataViewType => Names<bool>(),
            _ => throw new BadInputException($"Label column '{label.Name}' has classes of type {type}: convert it to text."),
        };

        string[] Names<T>()
        {
            var values = default(VBuffer<T>);
            annotations.GetValue("KeyValues", ref values);
            return [.. values.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)];
        }
    }
}
