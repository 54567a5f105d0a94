using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MnistPipeline.Data;

/// <summary>
/// Digits as ML.NET reads them: <c>Label</c> (a key with the classes' names), <c>Image</c> (an <see cref="MLImage"/> of whatever
/// size it came in) and <c>Pixels</c> (784 numbers from 0 to 255). Nothing is made before a cursor asks for it.
/// </summary>
internal sealed class DigitDataView : IDataView
{
    /// <summary>The name of the column of classes.</summary>
    public const string LabelColumn = "Label";

    /// <summary>The name of the column of pictures.</summary>
    public const string ImageColumn = "Image";

    /// <summary>The name of the column of 784-vectors.</summary>
    public const string PixelsColumn = "Pixels";

    private readonly DigitSet _digits;

    /// <summary>A view of digits, which are not copied.</summary>
    public DigitDataView(DigitSet digits)
    {
        _digits = digits;
        var keyValues = new DataViewSchema.Annotations.Builder();
        keyValues.Add(
            "KeyValues",
            new VectorDataViewType(TextDataViewType.Instance, digits.Classes.Count),
            (ref VBuffer<ReadOnlyMemory<char>> names) => names = new VBuffer<ReadOnlyMemory<char>>(
                digits.Classes.Count, [.. digits.Classes.Select(name => name.AsMemory())]));

        var schema = new DataViewSchema.Builder();
        schema.AddColumn(LabelColumn, new KeyDataViewType(typeof(uint), digits.Classes.Count), keyValues.ToAnnotations());
        schema.AddColumn(ImageColumn, new ImageDataViewType());
        schema.AddColumn(PixelsColumn, new VectorDataViewType(NumberDataViewType.Single, Digit.Pixels));
        Schema = schema.ToSchema();
    }

    /// <inheritdoc/>
    public bool CanShuffle => true;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public long? GetRowCount() => _digits.Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var isActive = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
        {
            isActive[column.Index] = true;
        }

        int[]? order = null;
        if (rand is not null)
        {
            order = [.. Enumerable.Range(0, _digits.Count)];
            rand.Shuffle(order);
        }

        var count = Math.Max(1, n);
        return [.. Enumerable.Range(0, count).Select(cursor => new DigitCursor(Schema, _digits, order, isActive, cursor, count))];
    }
}
