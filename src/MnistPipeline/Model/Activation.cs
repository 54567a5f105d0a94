using System.Text.Json.Serialization;

namespace MnistPipeline.Model;

/// <summary>The function applied after C1, C3, C5 and F6.</summary>
[JsonConverter(typeof(CamelCaseWord<Activation>))]
public enum Activation
{
    /// <summary>The hyperbolic tangent, as in the paper of 1998.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,
}
