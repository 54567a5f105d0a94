using Microsoft.ML;
using MnistPipeline.Data;

namespace MnistPipeline.Tests.Stages;

/// <summary>A zip of ML.NET's own transformers alone that reads pixels, a stand-in for a trained network.</summary>
internal static class StockModel
{
    /// <summary>Fits a linear classifier on a few digits and saves it.</summary>
    public static void Save(string path, DigitSet digits)
    {
        var context = new MLContext(seed: 1);
        var data = digits.ToDataView();
        var chain = context.Transforms.NormalizeMinMax("Scaled", "Pixels", fixZero: true)
            .Append(context.MulticlassClassification.Trainers.SdcaMaximumEntropy(featureColumnName: "Scaled", maximumNumberOfIterations: 3))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var pixelsOnly = context.Transforms.SelectColumns("Label", "Pixels").Fit(data).Transform(data);
        context.Model.Save(chain.Fit(pixelsOnly), pixelsOnly.Schema, path);
    }
}
