namespace MnistPipeline.Model.Strings;

/// <summary>The texts of a list as a tree of their digits, so that a search follows only what may become one of them.</summary>
internal sealed class DigitTree
{
    /// <summary>The node of the empty beginning.</summary>
    public const int Root = 0;

    private readonly int _digits;
    private readonly List<int> _next = [];
    private readonly List<bool> _isText = [];

    /// <summary>Builds the tree.</summary>
    /// <param name="texts">The class of each digit of each text.</param>
    /// <param name="digits">How many classes there are.</param>
    public DigitTree(IEnumerable<int[]> texts, int digits)
    {
        _digits = digits;
        _ = AddNode();
        foreach (var text in texts)
        {
            var node = Root;
            foreach (var digit in text)
            {
                if (_next[node * digits + digit] == Root)
                {
                    _next[node * digits + digit] = AddNode();
                }

                node = _next[node * digits + digit];
            }

            _isText[node] = true;
        }
    }

    /// <summary>The node of a longer beginning; null where no text begins so.</summary>
    public int? Next(int node, int digit) => _next[node * _digits + digit] is var next and not Root ? next : null;

    /// <summary>Whether the list has a text.</summary>
    public bool Contains(ReadOnlySpan<int> text)
    {
        var node = Root;
        foreach (var digit in text)
        {
            if (Next(node, digit) is not { } next)
            {
                return false;
            }

            node = next;
        }

        return IsText(node);
    }

    /// <summary>Whether a text of the list ends at a node.</summary>
    public bool IsText(int node) => _isText[node];

    private int AddNode()
    {
        _next.AddRange(Enumerable.Repeat(Root, _digits));
        _isText.Add(false);
        return _isText.Count - 1;
    }
}
