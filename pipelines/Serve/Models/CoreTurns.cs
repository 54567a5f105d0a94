namespace MnistPipeline.Serve.Models;

/// <summary>As many turns as there are cores.</summary>
internal sealed class CoreTurns : IDisposable
{
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Turn(_free);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => _ = free.Release();
    }
}
