using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Text.Tokenizers;
using Assay.Tuning.Examples;
using Assay.Tuning.Tokens;

namespace Assay.FineTuning;

/// <summary>One token of an example.</summary>
/// <param name="Id">Its number in the vocabulary.</param>
/// <param name="Text">What it stands for.</param>
/// <param name="Learned">Whether training learns to say it.</param>
public sealed record ShownToken(int Id, string Text, bool Learned);

/// <summary>An example as the model sees it: every token, and which of them are learned.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Tokens">All tokens, those beyond the window not included.</param>
/// <param name="Lost">Tokens beyond the window.</param>
public sealed record TokenView(int Line, ImmutableArray<ShownToken> Tokens, int Lost)
{
    /// <summary>The view of an example.</summary>
    /// <param name="plan">Whose model and window.</param>
    /// <param name="example">The example.</param>
    public static TokenView Of(TunePlan plan, ChatExample example)
    {
        ArgumentNullException.ThrowIfNull(plan);
        SupervisedText text = plan.Base.Examples.Tokenize(example);
        Tokenizer tokenizer = plan.Base.Model.Tokenizer;
        int window = TuneData.Window(plan.Project.Tuning, plan.Base), shown = Math.Min(window, text.Tokens.Length);
        return new TokenView(example.Line, [.. Enumerable.Range(0, shown).Select(i => new ShownToken(text.Tokens[i], TextOf(tokenizer, text.Tokens[i]), text.Learned[i]))], text.Tokens.Length - shown);
    }

    /// <summary>The view for a terminal: what is learned stands in its own lines, tokens are apart by a stroke.</summary>
    public string ToText()
    {
        int learned = Tokens.Count(t => t.Learned);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"line {Line}: {Tokens.Length} tokens, {learned} learned{(Lost > 0 ? $", {Lost} beyond the window are lost" : "")}\n"));
        for (int from = 0; from < Tokens.Length;)
        {
            int to = from;
            while (to < Tokens.Length && Tokens[to].Learned == Tokens[from].Learned) to++;
            text.Append(Tokens[from].Learned ? "learned  " : "given    ").AppendJoin('|', Tokens[from..to].Select(t => Visible(t.Text))).Append('\n');
            from = to;
        }

        if (learned == 0) text.Append("No token is learned: this example teaches nothing. Give an assistant's message the weight 1, or choose a larger window.\n");
        return text.ToString();
    }

    private static string TextOf(Tokenizer tokenizer, int id) => tokenizer.IsSpecial(id) ? tokenizer.TokenOf(id) ?? "" : Encoding.UTF8.GetString(tokenizer.TokenBytes(id).AsSpan());

    private static string Visible(string text) => text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
}
