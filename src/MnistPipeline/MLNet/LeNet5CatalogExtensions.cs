using Microsoft.ML;

namespace MnistPipeline;

/// <summary>Puts LeNet-5 beside ML.NET's own trainers: <c>mlContext.MulticlassClassification.Trainers.LeNet5()</c>.</summary>
public static class LeNet5CatalogExtensions
{
    /// <summary>LeNet-5, trained from scratch by the default recipe.</summary>
    /// <param name="trainers">ML.NET's catalog.</param>
    /// <param name="labelColumnName">The column with the class: a key, a text or a number.</param>
    /// <param name="featureColumnName">The column with the digit: a picture of any size, or a vector of 784 pixels.</param>
    /// <param name="validationSet">Digits that choose the best epoch; null to hold a share of the training digits out.</param>
    public static LeNet5Trainer LeNet5(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers,
        string labelColumnName = "Label",
        string featureColumnName = "Image",
        IDataView? validationSet = null)
    {
        ArgumentNullException.ThrowIfNull(labelColumnName);
        ArgumentNullException.ThrowIfNull(featureColumnName);
        return trainers.LeNet5(new LeNet5Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ValidationSet = validationSet,
        });
    }

    /// <summary>LeNet-5 with every option.</summary>
    /// <param name="trainers">ML.NET's catalog.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="BadInputException">An option is out of its range.</exception>
    public static LeNet5Trainer LeNet5(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers, LeNet5Options options)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        ArgumentNullException.ThrowIfNull(options);
        return new LeNet5Trainer(options);
    }
}
