namespace MnistPipeline.Training.Strings;

/// <summary>How near to its neighbour a digit is written.</summary>
internal enum Spacing
{
    /// <summary>With some columns between them.</summary>
    Apart,

    /// <summary>With next to no column between them.</summary>
    Tight,

    /// <summary>So that their ink meets, each under or over what the other hangs out.</summary>
    Touching,

    /// <summary>So that their strokes cross.</summary>
    Overlapping,
}
