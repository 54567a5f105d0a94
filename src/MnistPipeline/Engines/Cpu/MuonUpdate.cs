using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>Muon's step for all matrices of a network, sixteen rows of one of them an item of a thread's work.</summary>
internal sealed unsafe class MuonUpdate : IDisposable
{
    private readonly MuonMatrix[] _matrices;

    // The smallest first: the longest work last, where the threads begin.
    private readonly (MuonMatrix Matrix, int Group)[] _groups;
    private readonly Action<int> _share;
    private Work _work;
    private int _iteration;

    private MuonUpdate(MuonMatrix[] matrices, Action<int> share)
    {
        (_matrices, _share) = (matrices, share);
        _groups = [.. matrices.OrderBy(matrix => matrix.Work).SelectMany(matrix => Enumerable.Range(0, matrix.Groups).Select(group => (matrix, group)))];
    }

    private enum Work
    {
        Square,
        Weigh,
        Multiply,
        Move,
    }

    /// <summary>The update of the matrices that an optimizer moves so; null where there is none.</summary>
    /// <param name="layout">Where they lie.</param>
    /// <param name="optimizer">The rule.</param>
    /// <param name="vectorBits">128, 256 or 512.</param>
    /// <param name="share">Has the threads call <see cref="Do"/> for so many items.</param>
    public static MuonUpdate? Create(ParameterLayout layout, OptimizerOptions optimizer, int vectorBits, Action<int> share)
    {
        MuonMatrix[] matrices =
        [
            .. Enum.GetValues<Layer>().Where(optimizer.MovesAsMatrix).Select(layer => vectorBits switch
            {
                512 => (MuonMatrix)new MuonMatrix<Lanes512>(layout, layer),
                256 => new MuonMatrix<Lanes256>(layout, layer),
                _ => new MuonMatrix<Lanes128>(layout, layer),
            }),
        ];
        return matrices.Length == 0 ? null : new MuonUpdate(matrices, share);
    }

    /// <summary>Moves the matrices, whose gathered momentum lies in the place of their gradient.</summary>
    public void Run()
    {
        Share(Work.Square);
        for (_iteration = 1; _iteration <= Muon.Iterations; _iteration++)
        {
            Share(Work.Weigh);
            if (_iteration < Muon.Iterations)
            {
                Share(Work.Multiply);
            }
        }

        Share(Work.Move);
    }

    /// <summary>One item of the work that is being shared out.</summary>
    public void Do(int item, in OptimizerUpdate update, ParameterVectors vectors)
    {
        var (matrix, group) = _groups[item];
        switch (_work)
        {
            case Work.Square:
                matrix.Square(group, vectors.Gradient);
                break;
            case Work.Weigh:
                matrix.Weigh(group, isFirst: _iteration == 1);
                break;
            case Work.Multiply:
                matrix.Multiply(group, isFirst: _iteration == 1);
                break;
            default:
                matrix.Move(group, update, vectors);
                break;
        }
    }

    private void Share(Work work)
    {
        _work = work;
        _share(_groups.Length);
    }

    public void Dispose()
    {
        foreach (var matrix in _matrices)
        {
            matrix.Dispose();
        }
    }
}
