using MnistPipeline.Engines.Cpu.Lanes;
using MnistPipeline.Model;

namespace MnistPipeline.Engines.Cpu;

/// <summary>Muon's step for all matrices of a network, sixteen rows of one of them an item of a thread's work.</summary>
internal sealed unsafe class MuonUpdate : IDisposable
{
    private readonly MuonMatrix[] _matrices;

    // The smallest first: the longest work last, where the threads begin.
    private readonly (MuonMatrix Matrix, int Group)[] _groups;
    private Work _work;
    private int _iteration;

    private MuonUpdate(MuonMatrix[] matrices)
    {
        _matrices = matrices;
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
    public static MuonUpdate? Create(ParameterLayout layout, OptimizerOptions optimizer, int vectorBits)
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
        return matrices.Length == 0 ? null : new MuonUpdate(matrices);
    }

    /// <summary>Moves the matrices, whose gathered momentum lies in the place of their gradient.</summary>
    /// <param name="share">Has the threads call <see cref="Do"/> for so many items.</param>
    public void Run(Action<int> share)
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

        void Share(Work work)
        {
            _work = work;
            share(_groups.Length);
        }
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

    public void Dispose()
    {
        foreach (var matrix in _matrices)
        {
            matrix.Dispose();
        }
    }
}
