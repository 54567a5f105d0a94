using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MnistPipeline.Data;

/// <summary>
/// One of the cursors that share the rows of a <see cref="DigitDataView"/>. Rows go to the cursors in blocks, in turn, and each
/// block is a batch, from whose numbers ML.NET restores the order where it reads with many cursors.
/// </summary>
internal sealed class DigitCursor : DataViewRowCursor
{
    /// <summary>Rows of a block: as many as ML.NET buffers of a cursor at once.</summary>
    private const int BlockRows = 64;

    private readonly DigitSet _digits;
    private readonly int[]? _order;
    private readonly bool[] _isActive;
    private readonly int _cursors;
    private readonly List<Action> _disposeLastImages = [];
    private int _block;
    private int _rowInBlock = -1;
    private long _position = -1;
    private bool _isDisposed;

    /// <summary>A cursor before its first row.</summary>
    /// <param name="schema">The view's columns.</param>
    /// <param name="digits">The view's digits.</param>
    /// <param name="order">The digits' indices in the order of the rows; null where it is their own.</param>
    /// <param name="isActive">For each column whether it is asked for.</param>
    /// <param name="cursor">Which of the cursors this is.</param>
    /// <param name="cursors">How many share the rows.</param>
    public DigitCursor(DataViewSchema schema, DigitSet digits, int[]? order, bool[] isActive, int cursor, int cursors)
    {
        Schema = schema;
        _digits = digits;
        _order = order;
        _isActive = isActive;
        _block = cursor;
        _cursors = cursors;
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _block;

    private int Index
    {
        get
        {
            if (_position < 0)
            {
                throw new InvalidOperationException("The cursor stands before its first or after its last row.");
            }

            var row = _block * BlockRows + _rowInBlock;
            return _order?[row] ?? row;
        }
    }

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_isDisposed)
        {
            return false;
        }

        if (++_rowInBlock == BlockRows)
        {
            _rowInBlock = 0;
            _block += _cursors;
        }

        if ((long)_block * BlockRows + _rowInBlock < _digits.Count)
        {
            _position++;
            return true;
        }

        Dispose();
        return false;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _isActive[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Index, 0);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentException($"The column {column.Name} was not asked for when the cursor was made.", nameof(column));
        }

        Delegate getter = column.Name switch
        {
            DigitDataView.LabelColumn => (ValueGetter<uint>)GetLabel,
            DigitDataView.ImageColumn => MakeImageGetter(),
            _ => (ValueGetter<VBuffer<float>>)GetPixels,
        };
        return getter as ValueGetter<TValue>
            ?? throw new ArgumentException($"The column {column.Name} holds {column.Type}, not {typeof(TValue).Name}.", nameof(column));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _position = -1;
            _disposeLastImages.ForEach(dispose => dispose());
        }

        base.Dispose(disposing);
    }

    /// <summary>A key counts from 1; 0 would be a missing one.</summary>
    private void GetLabel(ref uint label) => label = (uint)_digits.Labels[Index] + 1;

    private void GetPixels(ref VBuffer<float> pixels)
    {
        var editor = VBufferEditor.Create(ref pixels, Digit.Pixels);
        TensorPrimitives.ConvertTruncating(_digits.PixelsOf(Index), editor.Values);
        pixels = editor.Commit();
    }

    /// <summary>Images live as those of ML.NET's own loader do: until the same variable gets the next one, the last until the cursor's end.</summary>
    private ValueGetter<MLImage> MakeImageGetter()
    {
        MLImage? last = null;
        _disposeLastImages.Add(() => last?.Dispose());
        return (ref MLImage image) =>
        {
            image?.Dispose();
            image = last = _digits.OpenPicture(Index);
        };
    }
}
