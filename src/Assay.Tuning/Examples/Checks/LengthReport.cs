using System.Collections.Immutable;
using Assay.Text;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Examples.Checks;

/// <summary>How long the examples are in tokens, which of them are learned, and which rows cannot be used.</summary>
/// <param name="Rows">Examples that could be tokenized.</param>
/// <param name="Window">Most tokens that the model takes.</param>
/// <param name="Tokens">Lengths of the examples.</param>
/// <param name="Learned">Numbers of tokens that are learned.</param>
public sealed record LengthReport(int Rows, int Window, LengthPercentiles Tokens, LengthPercentiles Learned)
{
    /// <summary>Examples longer than the window.</summary>
    public ImmutableArray<LongExample> TooLong { get; init; } = [];

    /// <summary>Lines of the examples of which nothing is learned within the window.</summary>
    public ImmutableArray<int> NothingLearned { get; init; } = [];

    /// <summary>Lines of the examples that could not be tokenized, with the reason.</summary>
    public ImmutableArray<RowFault> Failed { get; init; } = [];

    /// <summary>Measures examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="tokenizer">Makes tokens as training will.</param>
    /// <param name="window">Most tokens that the model takes; at least 2.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>The report.</returns>
    public static LengthReport Of(IReadOnlyList<ChatExample> examples, ExampleTokenizer tokenizer, int window, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        List<int> tokens = [], learned = [], nothing = [];
        List<LongExample> tooLong = [];
        List<RowFault> failed = [];
        foreach (ChatExample example in examples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                SupervisedText text = tokenizer.Tokenize(example);
                int lost = text.Learned.Skip(window).Count(l => l);
                tokens.Add(text.Tokens.Length);
                learned.Add(text.LearnedCount);
                if (text.Tokens.Length > window) tooLong.Add(new LongExample(example.Line, text.Tokens.Length, lost));
                if (text.LearnedCount == lost) nothing.Add(example.Line);
            }
            catch (AssayException e)
            {
                failed.Add(new RowFault(example.Line, e.Message));
            }
        }

        return new LengthReport(tokens.Count, window, LengthPercentiles.Of(tokens), LengthPercentiles.Of(learned)) { TooLong = [.. tooLong], NothingLearned = [.. nothing], Failed = [.. failed] };
    }
}
