using System.Text.Json.Serialization;

namespace MnistPipeline.Tuning;

/// <summary>What a search looks for beside validation accuracy: that alone, or a network that also costs little.</summary>
[JsonConverter(typeof(CamelCaseWord<Objective>))]
internal enum Objective
{
    /// <summary>Validation accuracy alone.</summary>
    Accuracy,

    /// <summary>Few parameters.</summary>
    Parameters,

    /// <summary>Few multiply-adds a digit.</summary>
    MultiplyAdds,

    /// <summary>Little time a digit, alone on one core.</summary>
    Milliseconds,
}
