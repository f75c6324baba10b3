using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Answering;
using Assay.Text.Tokens;

namespace Assay.Prompting;

/// <summary>Chooses the examples of a prompt, within a budget of tokens. Safe to use from several threads at once.</summary>
public sealed class ShotPicker
{
    /// <summary>Most tokens that all examples of a prompt take together, where the model's window does not set a lower limit.</summary>
    public const int MostTokens = 2048;

    private const int WindowShare = 4, TurnTokens = 8;

    private readonly ShotIndex _index;
    private readonly ImmutableArray<Shot> _fixed;
    private readonly TokenCounter _counter;
    private readonly int _maxTokens;
    private readonly ConcurrentDictionary<string, ImmutableArray<Shot>> _picked = new(StringComparer.Ordinal);

    /// <summary>A picker.</summary>
    /// <param name="index">The examples to choose from.</param>
    /// <param name="choice">How they are chosen.</param>
    /// <param name="count">How many; 1 to <see cref="ShotIndex.Most"/>.</param>
    /// <param name="counter">Counts tokens as the model does.</param>
    /// <param name="maxTokens">Most tokens of all together.</param>
    internal ShotPicker(ShotIndex index, ShotChoice choice, int count, TokenCounter counter, int maxTokens)
        : this(index, choice, count, counter, maxTokens, choice == ShotChoice.Fixed ? [.. index.Spread.Take(count).Select(i => index.Shots[i])] : [])
    {
    }

    /// <summary>A picker with fixed examples that were chosen before, the most telling first.</summary>
    internal ShotPicker(ShotIndex index, ShotChoice choice, int count, TokenCounter counter, int maxTokens, ImmutableArray<Shot> chosen)
    {
        (_index, Choice, Count, _counter, _maxTokens) = (index, choice, count, counter, maxTokens);
        _fixed = Within(chosen);
    }

    /// <summary>The fixed examples, in the order of the prompt; empty where they are chosen for every question.</summary>
    internal ImmutableArray<Shot> Fixed => _fixed;

    /// <summary>How they are chosen.</summary>
    public ShotChoice Choice { get; }

    /// <summary>How many are wanted.</summary>
    public int Count { get; }

    /// <summary>Tokens that the examples of a prompt may take: <see cref="MostTokens"/>, or a quarter of a smaller window.</summary>
    /// <param name="model">The model.</param>
    /// <returns>0 or more.</returns>
    public static int Budget(IAnswerModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Math.Min(MostTokens, (model.ContextWindow ?? int.MaxValue) / WindowShare);
    }

    /// <summary>The examples for a question, in the order of the prompt: the most telling one last, next to the question.</summary>
    /// <param name="question">The question.</param>
    /// <returns>As many as are wanted and fit.</returns>
    public ImmutableArray<Shot> Pick(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (Choice == ShotChoice.Fixed) return _fixed;
        return _picked.GetOrAdd(question, q => Within(_index.Nearest(q, Count).Select(i => _index.Shots[i])));
    }

    // One that is too long is passed over: a shorter one may still fit.
    private ImmutableArray<Shot> Within(IEnumerable<Shot> bestFirst)
    {
        var fitting = new List<Shot>();
        int tokens = 0;
        foreach (Shot shot in bestFirst)
        {
            int more = _counter.Count(shot.Question) + _counter.Count(shot.Answer) + TurnTokens;
            if (tokens + more > _maxTokens) continue;
            tokens += more;
            fitting.Add(shot);
        }

        fitting.Reverse();
        return [.. fitting];
    }
}
