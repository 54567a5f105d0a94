using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MnistPipeline.Data;
using MnistPipeline.Model;
using MnistPipeline.Reading;

namespace MnistPipeline;

/// <summary>The column with the digits themselves: pictures, or vectors of 784 pixels.</summary>
internal sealed record FeatureColumn(DataViewSchema.Column Column, DigitInput Input)
{
    /// <summary>Finds the column.</summary>
    /// <exception cref="BadInputException">There is no such column, or it holds neither pictures nor 784 numbers.</exception>
    public static FeatureColumn Find(IDataView data, string name)
    {
        if (data.Schema.GetColumnOrNull(name) is not { } column)
        {
            throw new BadInputException($"The data have no column '{name}' with pictures or pixels: name the right one in FeatureColumnName.");
        }

        return column.Type switch
        {
            ImageDataViewType => new FeatureColumn(column, DigitInput.Picture),
            VectorDataViewType { Size: Digit.Pixels } vector when vector.ItemType == NumberDataViewType.Single =>
                new FeatureColumn(column, ScaleOf(data, column)),
            VectorDataViewType { IsKnownSize: false } vector when vector.ItemType == NumberDataViewType.Byte => throw new BadInputException(
                $"Column '{name}' holds the encoded bytes of picture files: load pictures (MLImage) with LoadImages in place of LoadRawImageBytes."),
            _ => throw new BadInputException(
                $"Column '{name}' is of type {column.Type}: it must hold pictures (MLImage) or vectors of 784 pixels (Single)."),
        };
    }

    /// <summary>Reads the current row's digit, as published and as read, 784 bytes each.</summary>
    public Func<(byte[] Published, byte[] Read)> Reader(DataViewRow row) => Input == DigitInput.Picture ? PictureReader(row) : PixelReader(row);

    private Func<(byte[] Published, byte[] Read)> PictureReader(DataViewRow row)
    {
        // The getter is handed the last row's picture again, to dispose it if it made it; a picture from memory is its owner's.
        var getter = row.GetGetter<MLImage>(Column);
        MLImage? picture = null;
        return () =>
        {
            getter(ref picture!);
            if (picture is null)
            {
                throw new BadInputException($"Column '{Column.Name}' has a row without a picture: filter it out.");
            }

            if (picture is { Width: Digit.Size, Height: Digit.Size })
            {
                return FromGrey(GreyPicture.Grey(picture));
            }

            var read = new byte[Digit.Pixels];
            DigitReading.Read(picture, read);
            return (read, read);
        };
    }

    private Func<(byte[] Published, byte[] Read)> PixelReader(DataViewRow row)
    {
        var getter = row.GetGetter<VBuffer<float>>(Column);
        var pixels = default(VBuffer<float>);
        return () =>
        {
            getter(ref pixels);
            return FromGrey(ToBytes(pixels));
        };
    }

    private static (byte[] Published, byte[] Read) FromGrey(byte[] grey)
    {
        var read = new byte[Digit.Pixels];
        DigitReading.Read(grey, read);
        return (LightOnDark(grey), read);
    }

    // A digit has far more paper than ink, so most of its pixels tell which of the two is dark.
    private static byte[] LightOnDark(byte[] grey)
    {
        var light = grey.Count(pixel => pixel > 127);
        return 2 * light <= grey.Length ? grey : Array.ConvertAll(grey, pixel => (byte)(255 - pixel));
    }

    private byte[] ToBytes(in VBuffer<float> pixels)
    {
        var white = Input == DigitInput.UnitPixels ? 1f : 255f;
        var bytes = new byte[Digit.Pixels];
        foreach (var (index, pixel) in pixels.Items())
        {
            bytes[index] = (byte)Math.Clamp(MathF.Round(pixel * (255 / white)), 0, 255);
        }

        return bytes;
    }

    // Of all rows, as one that is out of the range of the others is a fault and not another scale.
    private static DigitInput ScaleOf(IDataView data, DataViewSchema.Column column)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        var pixels = default(VBuffer<float>);
        var (least, greatest, row) = (0f, 0f, 0L);
        while (cursor.MoveNext())
        {
            row++;
            getter(ref pixels);
            foreach (var pixel in pixels.GetValues())
            {
                if (!float.IsFinite(pixel))
                {
                    throw new BadInputException($"Row {row:N0} has a pixel in column '{column.Name}' that is no number: filter it out or replace the value.");
                }

                (least, greatest) = (Math.Min(least, pixel), Math.Max(greatest, pixel));
            }
        }

        return PixelScale.Of(least, greatest) switch
        {
            { } scale when scale == PixelScale.Unit => DigitInput.UnitPixels,
            { } scale when scale == PixelScale.Bytes => DigitInput.Pixels,
            _ => throw new BadInputException($"Column '{column.Name}' has pixels from {least} to {greatest}: bring them to 0 to 255 or to 0 to 1."),
        };
    }
}
