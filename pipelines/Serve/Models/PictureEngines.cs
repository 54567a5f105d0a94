using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace MnistPipeline.Serve.Models;

/// <summary>
/// Reads pictures for many callers at once. A PredictionEngine serves one caller at a time and is costly to make, so a pool keeps
/// them; as many pictures are read at once as there are cores, and the others wait.
/// </summary>
/// <typeparam name="TPrediction">What the model gives.</typeparam>
/// <param name="model">The model.</param>
/// <param name="cores">The turns that there are, for all models together.</param>
internal sealed class PictureEngines<TPrediction>(PictureModel<TPrediction> model, CoreTurns cores) : IDisposable
    where TPrediction : class, new()
{
    private readonly ObjectPool<PredictionEngine<Picture, TPrediction>> _engines =
        new DefaultObjectPoolProvider { MaximumRetained = Environment.ProcessorCount }.Create(model);

    /// <summary>Reads a picture when a core is free. So few are open at once that even large ones fit into memory.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Pictures.RefusedPictureException">It is damaged, or too many wait.</exception>
    public async Task<TPrediction> ReadAsync(PictureWork picture, CancellationToken cancellationToken)
    {
        using var turn = await cores.TakeAsync(picture, cancellationToken);
        using var image = picture.Open();
        var engine = _engines.Get();
        try
        {
            return engine.Predict(new Picture { Image = image });
        }
        finally
        {
            _engines.Return(engine);
        }
    }

    /// <summary>Ends the engines.</summary>
    public void Dispose() =>
        // A pool of what is disposable is disposable, although its type does not say so.
        (_engines as IDisposable)?.Dispose();
}
