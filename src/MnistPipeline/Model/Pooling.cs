using System.Text.Json.Serialization;

namespace MnistPipeline.Model;

/// <summary>What S2 and S4 make of each 2x2 window.</summary>
[JsonConverter(typeof(CamelCaseWord<Pooling>))]
public enum Pooling
{
    /// <summary>The mean of the four values, as in the paper of 1998 (without its trained coefficients).</summary>
    Average,

    /// <summary>The largest of the four values.</summary>
    Maximum,
}
