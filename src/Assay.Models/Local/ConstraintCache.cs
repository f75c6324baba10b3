using Assay.Models.Constrained;

namespace Assay.Models.Local;

/// <summary>Constraints that were compiled for one vocabulary, by their text: compiling one and finding its masks takes longer than a short answer.</summary>
/// <remarks>Keeps those that were used last, at most 64 and, when their masks are large, fewer. Safe for concurrent use; two who ask for the same at once get the same.</remarks>
/// <param name="tokens">Gives the vocabulary; called when it is needed.</param>
internal sealed class ConstraintCache(Func<TokenTable> tokens)
{
    /// <summary>Most constraints that are kept.</summary>
    public const int Most = 64;
    private const long MostBytes = 512L << 20;

    private readonly Lock gate = new();
    private readonly LinkedList<(string Schema, Lazy<CompiledConstraint> Compiled)> byUse = new();
    private readonly Dictionary<string, LinkedListNode<(string Schema, Lazy<CompiledConstraint> Compiled)>> kept = new(StringComparer.Ordinal);

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (gate) return kept.Count;
        }
    }

    /// <summary>The constraint of a JSON Schema.</summary>
    /// <param name="schema">Its text.</param>
    /// <exception cref="Assay.Text.InputException">The schema cannot be held to.</exception>
    public CompiledConstraint OfSchema(string schema)
    {
        Lazy<CompiledConstraint> compiled;
        lock (gate)
        {
            if (kept.TryGetValue(schema, out var node)) byUse.Remove(node);
            else kept[schema] = node = new((schema, new Lazy<CompiledConstraint>(() => new CompiledConstraint(Constraint.FromJsonSchema(schema), tokens()))));
            byUse.AddFirst(node);
            while (kept.Count > 1 && (kept.Count > Most || Bytes() > MostBytes))
            {
                kept.Remove(byUse.Last!.Value.Schema);
                byUse.RemoveLast();
            }

            compiled = node.Value.Compiled;
        }

        return compiled.Value;
    }

    private long Bytes() => byUse.Sum(c => c.Compiled is { IsValueCreated: true } made ? made.Value.MaskBytes : 0);
}
