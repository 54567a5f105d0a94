using System.Text.Json.Serialization;

namespace MnistPipeline.Model;

/// <summary>The layers of LeNet-5 that have parameters, from the input to the output.</summary>
[JsonConverter(typeof(CamelCaseWord<Layer>))]
public enum Layer
{
    /// <summary>The first convolution, over the digit.</summary>
    C1,

    /// <summary>The second convolution, over the maps of S2.</summary>
    C3,

    /// <summary>The full connection of all that S4 gives.</summary>
    C5,

    /// <summary>The second full connection.</summary>
    F6,

    /// <summary>The last full connection, with a logit for each class.</summary>
    Output,
}

/// <summary>What layers are called in files.</summary>
internal static class LayerNames
{
    /// <summary>The layer's name in the network's graphs: C1, C3, C5, F6, output.</summary>
    public static string Name(this Layer layer) => layer == Layer.Output ? "output" : $"{layer}";
}
