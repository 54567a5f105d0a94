using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MnistPipeline.StockApp;

var context = new MLContext();
var model = context.Model.Load(args[0], out _);
using var engine = context.Model.CreatePredictionEngine<Picture, Prediction>(model);
foreach (var path in args.Skip(1))
{
    using var image = MLImage.CreateFromFile(path);
    var prediction = engine.Predict(new Picture { Image = image });
    var scores = prediction.Score.Select(score => score.ToString("R", CultureInfo.InvariantCulture));
    Console.WriteLine(string.Join('\t', scores.Prepend(prediction.PredictedLabel)));
}
