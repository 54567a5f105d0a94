namespace MnistPipeline.Training;

/// <summary>The digits of one training step.</summary>
/// <param name="capacity">The most digits that it can hold.</param>
internal sealed class Batch(int capacity)
{
    /// <summary>The number of digits.</summary>
    public int Count { get; set; }

    /// <summary>784 bytes a digit.</summary>
    public ReadOnlySpan<byte> Images => ImageBuffer.AsSpan(0, Count * Digit.Pixels);

    /// <summary>The class of each digit.</summary>
    public ReadOnlySpan<int> Labels => LabelBuffer.AsSpan(0, Count);

    /// <summary>The place of <see cref="EpochPlaces"/> of each digit.</summary>
    public ReadOnlySpan<int> Places => PlaceBuffer.AsSpan(0, Count);

    /// <summary>Where the images are written.</summary>
    public byte[] ImageBuffer { get; } = new byte[capacity * Digit.Pixels];

    /// <summary>Where the labels are written.</summary>
    public int[] LabelBuffer { get; } = new int[capacity];

    /// <summary>Where the places are written.</summary>
    public int[] PlaceBuffer { get; } = new int[capacity];
}
