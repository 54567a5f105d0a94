using Microsoft.ML;
using Microsoft.ML.Data;

namespace MnistPipeline;

/// <summary>
/// ML.NET's transformer for ONNX, which is what is saved, without the file that it works from. ML.NET leaves that in the temporary folder for good
/// where the network came as bytes, and reads it once more to save. Here the file is there while the transformer is made, and while it is saved.
/// </summary>
internal sealed class OnnxTransformer : ITransformer, IDisposable
{
    private readonly byte[] _onnx;
    private readonly Func<string, ITransformer> _open;
    private readonly ITransformer _stock;

    /// <summary>Opens a network.</summary>
    /// <param name="onnx">The content of the ONNX file.</param>
    /// <param name="open">Makes ML.NET's transformer of a file.</param>
    public OnnxTransformer(byte[] onnx, Func<string, ITransformer> open)
    {
        OnnxRuntimeEnvironment.Prepare();
        (_onnx, _open) = (onnx, open);
        using var zip = WithStock(ModelZip.Save);
        _stock = ModelZip.Load(zip, onnx.Length);
    }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => _stock.IsRowToRowMapper;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _stock.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => _stock.GetRowToRowMapper(inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => _stock.Transform(input);

    /// <inheritdoc/>
    public void Save(ModelSaveContext ctx) => _ = WithStock(stock =>
    {
        stock.Save(ctx);
        return stock;
    });

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_stock).Dispose();

    private T WithStock<T>(Func<ITransformer, T> use) => ScratchFolder.Use(_onnx.Length, folder =>
    {
        var file = Path.Combine(folder, "network.onnx");
        File.WriteAllBytes(file, _onnx);
        var stock = _open(file);
        using var owner = (IDisposable)stock;
        return use(stock);
    });
}
