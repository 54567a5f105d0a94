namespace MnistPipeline.Serve.Models;

/// <summary>
/// As many turns as there are cores. Who waits gets one by the costs: first the client with the fewest turns, then the cheapest picture, so that a small picture waits
/// for no large ones. Some turns go to who has waited longest. Where too many wait, the most expensive is sent away.
/// </summary>
internal sealed class CoreTurns
{
    // An eighth of the turns, so that a large picture comes to its turn among any number of small ones.
    private const int LongestWaitingEvery = 8;

    // In pixels: a few milliseconds.
    private const long LargeCost = 500_000;

    // In pixels: a second or two.
    private readonly long _mostWaiting = 40_000_000L * Environment.ProcessorCount;
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];
    private readonly Dictionary<string, int> _turnsOf = [];
    private int _free = Environment.ProcessorCount;

    // One core is kept for small pictures, where there is more than one.
    private int _freeForLarge = Math.Max(1, Environment.ProcessorCount - 1);
    private int _given;

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    /// <param name="picture">What the turn is for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Pictures.RefusedPictureException">Too many wait.</exception>
    public async Task<IDisposable> TakeAsync(PictureWork picture, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(picture);
        lock (_gate)
        {
            _waiting.Add(waiting);
            Give();
            if (_waiting.Sum(one => one.Picture.Cost) > _mostWaiting)
            {
                var dearest = _waiting.MaxBy(one => one.Picture.Cost)!;
                _ = _waiting.Remove(dearest);
                dearest.Turn.SetException(Pictures.RefusedPictureException.TooManyWait());
            }
        }

        await using var cancelled = cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                if (_waiting.Remove(waiting))
                {
                    waiting.Turn.SetCanceled(cancellationToken);
                }
            }
        });
        return await waiting.Turn.Task;
    }

    private void Give()
    {
        while (_free > 0 && Next() is { } next)
        {
            _ = _waiting.Remove(next);
            _free--;
            _freeForLarge -= next.IsLarge ? 1 : 0;
            _turnsOf[next.Picture.Client] = _turnsOf.GetValueOrDefault(next.Picture.Client) + 1;
            next.Turn.SetResult(new Turn(this, next));
        }
    }

    private Waiting? Next()
    {
        var able = _waiting.Where(one => !one.IsLarge || _freeForLarge > 0);
        return ++_given % LongestWaitingEvery == 0 ? able.FirstOrDefault() : able.MinBy(one => (_turnsOf.GetValueOrDefault(one.Picture.Client), one.Picture.Cost));
    }

    private void End(Waiting ended)
    {
        lock (_gate)
        {
            var client = ended.Picture.Client;
            _free++;
            _freeForLarge += ended.IsLarge ? 1 : 0;
            if (--_turnsOf[client] == 0)
            {
                _ = _turnsOf.Remove(client);
            }

            Give();
        }
    }

    private sealed record Waiting(PictureWork Picture)
    {
        public bool IsLarge => Picture.Cost >= LargeCost;

        public TaskCompletionSource<IDisposable> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Turn(CoreTurns turns, Waiting waiting) : IDisposable
    {
        public void Dispose() => turns.End(waiting);
    }
}
