using System.Globalization;
using Assay.Models.Constrained.Automata;
using Assay.Models.Constrained.Grammars;
using Assay.Models.Constrained.Masks;
using Assay.Text;

namespace Assay.Models.Constrained;

/// <summary>A constraint over one vocabulary, with what has been found out about it so far. Safe to share between threads and requests; worth keeping, because masks are made once.</summary>
public sealed class CompiledConstraint
{
    private readonly Machine machine;
    private readonly MaskBuilder builder;
    private readonly Completions completions;
    private const long MostMaskBytes = 128 << 20;
    private bool? explored;

    /// <summary>A constraint over a vocabulary.</summary>
    /// <param name="constraint">What text must look like.</param>
    /// <param name="tokens">The vocabulary. Bytes that are no token by themselves are not generated, so that every text can be ended.</param>
    /// <exception cref="InputException">The vocabulary cannot spell any text that satisfies the constraint.</exception>
    public CompiledConstraint(Constraint constraint, TokenTable tokens)
    {
        ArgumentNullException.ThrowIfNull(constraint);
        ArgumentNullException.ThrowIfNull(tokens);
        Tokens = tokens;
        AutomatonSet automata = new(tokens.Trie.IsSpelled);
        Expression root = constraint.Build(automata);
        if (root.Least(0) >= Cost.Never)
        {
            throw new InputException(new Problem("", null, $"The model's vocabulary cannot spell any text that satisfies the {constraint.Name}: it has no tokens for single bytes that are needed. Use another model or another constraint."));
        }

        HasOpenKeys = automata.HasOpenKeys;
        machine = new Machine(root, automata.Classes());
        builder = new MaskBuilder(machine, tokens);
        completions = new Completions(machine, tokens.Trie, Mask);
        ShortestTokens = Bound(machine.Start);
    }

    /// <summary>The vocabulary.</summary>
    public TokenTable Tokens { get; }

    /// <summary>Tokens of the shortest text in bytes. A token limit of this or more is always accepted.</summary>
    public int ShortestTokens { get; }

    /// <summary>Whether the keys of a map have to be remembered.</summary>
    internal bool HasOpenKeys { get; }

    /// <summary>Tokens of the shortest text in tokens, by looking at all texts; that may take some tens of milliseconds the first time.</summary>
    /// <param name="tokens">The number, or <see cref="ShortestTokens"/> when there are too many texts to look at.</param>
    /// <returns>Whether all were looked at. Never for maps with open keys.</returns>
    public bool TryFindShortest(out int tokens)
    {
        bool known = IsExplored();
        tokens = known ? machine.Start.Exact : ShortestTokens;
        return known;
    }

    /// <summary>Begins a text.</summary>
    /// <param name="maxTokens">Most tokens of the text, not counting the one that ends it; null for any number.</param>
    /// <returns>The state of one sequence.</returns>
    /// <exception cref="InputException">The limit is below the tokens of the shortest text.</exception>
    public ConstraintState Begin(int? maxTokens = null)
    {
        if (maxTokens is not { } limit || limit >= ShortestTokens) return new ConstraintState(this, maxTokens, exact: false);
        bool known = TryFindShortest(out int least);
        if (limit >= least) return new ConstraintState(this, limit, exact: true);
        throw new InputException(new Problem("", null, string.Create(
            CultureInfo.InvariantCulture,
            $"The limit of {limit} tokens is below the shortest valid answer, which has {least} tokens in this model's vocabulary{(known ? "" : " as far as could be found out")}. Allow at least {least} tokens.")));
    }

    /// <summary>The place before the text.</summary>
    internal Place Start => machine.Start;

    /// <summary>Memory that the masks found so far take, about.</summary>
    internal long MaskBytes => builder.Bytes;

    /// <summary>Reads bytes.</summary>
    internal Machine Machine => machine;

    /// <summary>The tokens allowed at a place.</summary>
    internal TokenMask Mask(Place place)
    {
        if (place.Mask is { } known) return known;
        lock (machine.Gate) return place.Mask ??= builder.Build(place);
    }

    /// <summary>Tokens to the end of the text that can be relied on.</summary>
    internal int Bound(Place place)
    {
        lock (machine.Gate) return completions.Bound(place);
    }

    /// <summary>Whether as many tokens as are left suffice after a token that leads to a place.</summary>
    internal bool Suffices(Place target, int left, bool exact)
    {
        if (target.Least <= left) return true;
        if (exact) return target.Exact >= 0 && target.Exact <= left;
        return target.Least <= (long)left * Tokens.Trie.MaxDepth && Bound(target) <= left;
    }

    /// <summary>Forgets what was found out when it takes too much memory. What was explored is complete and stays.</summary>
    internal void Limit()
    {
        lock (machine.Gate)
        {
            if (explored != true && machine.Limit(builder.Bytes > MostMaskBytes)) builder.Bytes = 0;
        }
    }

    // All places can be explored only where the keys of maps need not differ, as those make ever new places.
    private bool IsExplored()
    {
        lock (machine.Gate) return explored ??= !HasOpenKeys && completions.Explore(machine.Start, () => (builder.Visited, builder.Bytes));
    }
}
