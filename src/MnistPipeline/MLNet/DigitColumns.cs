using System.Globalization;
using Microsoft.ML;
using MnistPipeline.Data;
using MnistPipeline.Model;
using MnistPipeline.Reading;
using MnistPipeline.Training;

namespace MnistPipeline;

/// <summary>Labelled digits out of a data view's label and image (or pixel) columns, in the view's order, as training wants them.</summary>
/// <param name="Published">The digits as they came where they came with 28x28 pixels, light on dark; else as read.</param>
/// <param name="Read">The same digits as <see cref="DigitReading"/> reads them, which is how the network meets digits in use.</param>
/// <param name="Input">What the feature column holds.</param>
internal sealed record DigitColumns(DigitSet Published, DigitsAsRead Read, DigitInput Input)
{
    /// <summary>The digits to train on, and those that choose: the options' own, or a share of the others.</summary>
    /// <param name="mlContext">Maps a label that is no key yet.</param>
    /// <param name="data">The view; each row is one digit.</param>
    /// <param name="options">The columns, the validation set, and the model to go on from, whose classes come first.</param>
    /// <exception cref="BadInputException">A column is missing or of another type, or a row has no label.</exception>
    public static (DigitColumns Training, DigitColumns Validation) Split(MLContext mlContext, IDataView data, LeNet5Options options)
    {
        var all = From(mlContext, data, options, options.DataName ?? "the training data", options.InitialModel?.Metadata.Classes ?? [], addsClasses: true);
        return options.ValidationSet is null
            ? all.HoldOut(options.ValidationSetFraction, options.Seed)
            : (all, From(mlContext, options.ValidationSet, options, "the validation set", all.Read.Digits.Classes, addsClasses: false));
    }

    /// <summary>Reads the columns on all cores.</summary>
    /// <param name="mlContext">Maps a label that is no key yet.</param>
    /// <param name="data">The view; each row is one digit.</param>
    /// <param name="options">The columns, and what ends the reading.</param>
    /// <param name="name">What to call the digits in messages.</param>
    /// <param name="knownClasses">The first classes.</param>
    /// <param name="addsClasses">Whether the labels may name others, which then follow those.</param>
    /// <exception cref="BadInputException">A column is missing or of another type, or a row has no label.</exception>
    public static DigitColumns From(
        MLContext mlContext,
        IDataView data,
        LeNet5Options options,
        string name,
        IReadOnlyList<string> knownClasses,
        bool addsClasses)
    {
        var labelColumn = options.LabelColumnName;
        var labelled = LabelColumn.AsKey(mlContext, data, labelColumn);
        var feature = FeatureColumn.Find(labelled, options.FeatureColumnName);
        var label = labelled.Schema[labelColumn];
        var classNames = LabelColumn.ClassNames(label);
        CheckNames(labelColumn, [.. classNames.Union(knownClasses)]);
        string[] classes = [.. knownClasses, .. addsClasses ? classNames.Except(knownClasses) : []];
        if (classes.Length < 2)
        {
            throw new BadInputException($"Column '{labelColumn}' names {classes.Length} class: training needs two or more.");
        }

        var classOfKey = classNames.Select(className => Array.IndexOf(classes, className)).ToArray();
        var rows = RowsOnAllCores(labelled, label, feature, options.CancellationToken);
        var labels = new int[rows.Count];
        var published = new byte[rows.Count * Digit.Pixels];
        var read = new byte[published.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            var key = rows[row].Key;
            labels[row] = key == 0 ? -1 : classOfKey[key - 1];
            if (labels[row] < 0)
            {
                throw new BadInputException(key == 0
                    ? $"Row {row + 1:N0} has no label in column '{labelColumn}': give it one, or filter it out."
                    : $"Column '{labelColumn}' has the class '{classNames[(int)key - 1]}', which the training data lack.");
            }

            rows[row].Published.CopyTo(published, row * Digit.Pixels);
            rows[row].Read.CopyTo(read, row * Digit.Pixels);
        }

        return new DigitColumns(new DigitSet(name, published, labels, classes), new DigitsAsRead(new DigitSet(name, read, labels, classes)), feature.Input);
    }

    /// <summary>Both variants, to learn from.</summary>
    public TrainingDigits ForTraining() => new(Published, Read);

    /// <summary>Holds a share of the digits out, stratified by class.</summary>
    private (DigitColumns Kept, DigitColumns HeldOut) HoldOut(double share, int seed)
    {
        // Both variants have the same labels, so the same digits are held out of both.
        var count = Math.Max(1, (int)Math.Round(share * Published.Count));
        var published = StratifiedSplit.HoldOut(Published, count, seed);
        var read = StratifiedSplit.HoldOut(Read.Digits, count, seed);
        return (new DigitColumns(published.Kept, new DigitsAsRead(read.Kept), Input), new DigitColumns(published.HeldOut, new DigitsAsRead(read.HeldOut), Input));
    }

    // 7 and 7.0 are one class, and two outputs for it would each get a part of its probability.
    private static void CheckNames(string labelColumn, string[] names)
    {
        var twins = names.Where(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .GroupBy(name => double.Parse(name, NumberStyles.Float, CultureInfo.InvariantCulture))
            .FirstOrDefault(same => same.Count() > 1);
        if (twins is not null)
        {
            throw new BadInputException($"Column '{labelColumn}' has the class '{twins.First()}', which is '{twins.Last()}' otherwise: write a class in one way.");
        }
    }

    private static List<Row> RowsOnAllCores(IDataView data, DataViewSchema.Column label, FeatureColumn feature, CancellationToken cancellation)
    {
        var cursors = data.GetRowCursorSet([label, feature.Column], Environment.ProcessorCount);
        var rowsOfCursor = new List<(long Batch, Row Row)>[cursors.Length];
        try
        {
            ParallelLoop.Run(cursors.Length, index => rowsOfCursor[index] = ReadRows(cursors[index], label, feature, cancellation), cancellation: cancellation);
        }
        finally
        {
            foreach (var cursor in cursors)
            {
                cursor.Dispose();
            }
        }

        // Rows of one batch come from one cursor, in order, and the batches' numbers give the view's own order.
        return rowsOfCursor.SelectMany(rows => rows).OrderBy(row => row.Batch).Select(row => row.Row).ToList();
    }

    private static List<(long Batch, Row Row)> ReadRows(
        DataViewRowCursor cursor, DataViewSchema.Column label, FeatureColumn feature, CancellationToken cancellation)
    {
        var rows = new List<(long, Row)>();
        var key = KeyReader(cursor, label);
        var readDigit = feature.Reader(cursor);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            var (published, read) = readDigit();
            rows.Add((cursor.Batch, new Row(key(), published, read)));
        }

        return rows;
    }

    // ML.NET keeps a key's index, from 1 and 0 for missing, in an unsigned integer of any size.
    private static Func<uint> KeyReader(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type.RawType == typeof(byte))
        {
            return Reader<byte>(index => index);
        }

        if (label.Type.RawType == typeof(ushort))
        {
            return Reader<ushort>(index => index);
        }

        return label.Type.RawType == typeof(ulong) ? Reader<ulong>(index => checked((uint)index)) : Reader<uint>(index => index);

        Func<uint> Reader<T>(Func<T, uint> convert)
        {
            var getter = row.GetGetter<T>(label);
            return () =>
            {
                var index = default(T)!;
                getter(ref index);
                return convert(index);
            };
        }
    }

    private readonly record struct Row(uint Key, byte[] Published, byte[] Read);
}
