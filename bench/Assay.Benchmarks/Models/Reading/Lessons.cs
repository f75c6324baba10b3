using System.Text.Json;
using Assay.Text.Templates;
using Assay.Text.Tokenizers;
using Assay.Tuning.Examples;
using Assay.Tuning.Tokens;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>Texts of one kind by number: the same number gives the same text.</summary>
internal interface ILessons
{
    /// <summary>Texts before they repeat; <see cref="int.MaxValue"/> where they never do.</summary>
    int Count { get; }

    /// <summary>A text.</summary>
    /// <param name="number">Which, from 0.</param>
    SupervisedText this[int number] { get; }
}

/// <summary>Windows of a source's documents, in an order of each time through.</summary>
internal sealed class ProseLessons : ILessons
{
    private readonly TokenCorpus corpus;
    private readonly (int Start, int Length)[] windows;
    private readonly ulong seed;
    private readonly string name;
    private int[] order = [];
    private int orderOf = -1;

    /// <summary>The windows of a source.</summary>
    /// <param name="corpus">Its documents.</param>
    /// <param name="context">Most tokens of a window.</param>
    /// <param name="seed">The recipe's.</param>
    /// <param name="name">The source's name.</param>
    /// <param name="heldOut">Whether those that are held out are wanted.</param>
    public ProseLessons(TokenCorpus corpus, int context, ulong seed, string name, bool heldOut)
    {
        (this.corpus, this.seed, this.name) = (corpus, seed, name);
        windows = [.. (heldOut ? corpus.HeldOut : corpus.Learned).SelectMany(d => Cut(d, context))];
    }

    /// <inheritdoc/>
    public int Count => windows.Length;

    /// <inheritdoc/>
    public SupervisedText this[int number]
    {
        get
        {
            int round = number / windows.Length;
            if (round != orderOf)
            {
                order = new LessonDice(seed, name, round).Shuffled(Enumerable.Range(0, windows.Length));
                orderOf = round;
            }

            (int start, int length) = windows[order[number % windows.Length]];
            return new SupervisedText(number + 1, corpus.Slice(start, length), [.. Enumerable.Range(0, length).Select(i => i > 0)]);
        }
    }

    // Equal parts, so that none is a scrap.
    private static IEnumerable<(int Start, int Length)> Cut((int Start, int Length) document, int context)
    {
        int parts = (document.Length + context - 1) / context;
        for (int i = 0; i < parts; i++)
        {
            int from = (int)((long)document.Length * i / parts), to = (int)((long)document.Length * (i + 1) / parts);
            if (to - from >= 2) yield return (document.Start + from, to - from);
        }
    }
}

/// <summary>Conversations that are made by number.</summary>
/// <param name="make">Makes one; the room goes from 1 towards 0 until it fits.</param>
/// <param name="tokenizer">The model's.</param>
/// <param name="context">Most tokens of a text.</param>
/// <param name="weights">How much each learned token counts, and each of the prompt.</param>
internal sealed class ConversationLessons(Func<int, int, ReadingTask> make, ExampleTokenizer tokenizer, int context, (float Answer, float Prompt) weights) : ILessons
{
    private const int Tries = 12, Neighbours = 50;

    /// <inheritdoc/>
    public int Count { get; init; } = int.MaxValue;

    /// <inheritdoc/>
    public SupervisedText this[int number]
    {
        get
        {
            // A lesson whose text cannot be made short enough gives its place to the next one.
            for (int skipped = 0; skipped < Neighbours; skipped++)
            {
                int from = (int)(((long)number + skipped) % Count);
                for (int attempt = 0; attempt < Tries; attempt++)
                {
                    SupervisedText text = tokenizer.Tokenize(Example(make(from, attempt), number + 1));
                    if (text.Tokens.Length <= context) return new SupervisedText(number + 1, text.Tokens, text.Learned) { Weight = weights.Answer, PromptWeight = weights.Prompt };
                }
            }

            throw new InvalidOperationException($"Neither lesson {number} nor the {Neighbours} after it fit into {context} tokens. Give the recipe a longer context or shorter texts.");
        }
    }

    /// <summary>A task as a conversation.</summary>
    public static ChatExample Example(ReadingTask task, int line)
    {
        IEnumerable<ExampleMessage> messages = [.. task.Prompt.Select(m => Message(m.Role.Value, m.Text)), Message("assistant", task.Questions[0].Answer)];
        return new ChatExample(line, [.. messages, .. task.Questions.Skip(1).SelectMany(q => new[] { Message("user", q.Question), Message("assistant", q.Answer) })]);
    }

    private static ExampleMessage Message(string role, string content) => new(role, content) { Fields = TemplateValue.FromJson(JsonSerializer.SerializeToElement(new { role, content })) };
}

/// <summary>Texts that say again what they said: copying by itself, where nearly every token can be known.</summary>
/// <param name="data">Words and names.</param>
/// <param name="prose">Paragraphs of real text.</param>
/// <param name="tokenizer">The model's.</param>
/// <param name="options">The recipe's seed, most tokens of a text, and how much each learned token counts.</param>
internal sealed class RecallLessons(TaskData data, IReadOnlyList<string> prose, Tokenizer tokenizer, (ulong Seed, int Context, float Weight) options) : ILessons
{
    /// <inheritdoc/>
    public int Count => int.MaxValue;

    /// <inheritdoc/>
    public SupervisedText this[int number]
    {
        get
        {
            (string before, string after) = Write(new LessonDice(options.Seed, "recall", number));
            int[] first = [.. tokenizer.Encode(before).Ids], second = [.. tokenizer.Encode(after).Ids];
            int keep = Math.Min(second.Length, Math.Max(0, options.Context - first.Length));
            int[] tokens = [.. first, .. second[..keep]];
            if (tokens.Length > options.Context) tokens = tokens[..options.Context];
            return new SupervisedText(number + 1, tokens, [.. tokens.Select((_, i) => i >= Math.Min(first.Length, options.Context / 2))]) { Weight = options.Weight };
        }
    }

    /// <summary>What is said first, and what follows from it.</summary>
    public (string Before, string After) Write(LessonDice dice)
    {
        var values = new InventedValues(dice, data);
        switch (dice.Below(4))
        {
            case 0:
            case 1:
                string[] kinds = ["code", "amount", "person", "name", "date", "count", "email", "phone", "version", "place", "thing", "duration", "product"];
                string keys = dice.Pick(kinds), of = dice.Pick(kinds), mark = dice.Pick([": ", " = ", " | ", " -> ", ", "]);
                (string Key, string Value)[] pairs = [.. Enumerable.Range(0, dice.Between(2, 14)).Select(_ => (values.Of(keys), values.Of(of)))];
                return (Lines(pairs, mark) + "\n\n" + dice.Pick(["Again:", "In another order:", "The same:", "Lookup:"]) + "\n", Lines(dice.Shuffled(pairs), mark));
            case 2 when prose.Count > 0:
                string paragraph = dice.Pick(prose);
                return ($"{dice.Pick(["Text:", "Original:", "Quote:"])}\n{paragraph}\n\n{dice.Pick(["Copy:", "The same text:", "Once more:"])}\n", paragraph);
            default:
                string words = string.Join(' ', Enumerable.Range(0, dice.Between(8, 60)).Select(_ => dice.Below(3) switch { 0 => dice.Pick(data.Nouns), 1 => values.Word(1, 3), _ => values.Of(dice.Pick(["code", "name", "count", "colour"])) }));
                return (words + "\n", words);
        }
    }

    private static string Lines(IEnumerable<(string Key, string Value)> pairs, string mark) => string.Join('\n', pairs.Select(p => p.Key + mark + p.Value));
}

/// <summary>Random tokens of the whole vocabulary, said twice: nothing but copying helps with the second time, so that it is learned first, for rare tokens too.</summary>
/// <param name="vocabulary">Tokens of the vocabulary.</param>
/// <param name="special">Tokens that begin and end turns, which come first in the vocabulary.</param>
/// <param name="options">The recipe's seed, most tokens of a text, and how much each learned token counts.</param>
internal sealed class RepeatLessons(int vocabulary, int special, (ulong Seed, int Context, float Weight) options) : ILessons
{
    private const int Shortest = 12, Longest = 96;

    /// <inheritdoc/>
    public int Count => int.MaxValue;

    /// <inheritdoc/>
    public SupervisedText this[int number]
    {
        get
        {
            var dice = new LessonDice(options.Seed, "repeat", number);
            int length = dice.Between(Shortest, Math.Min(Longest, options.Context / 2)), skipped = dice.Chance(0.5) ? dice.Below(length / 2) : 0;
            int[] once = [.. Enumerable.Range(0, length).Select(_ => special + dice.Below(vocabulary - special))];
            int[] tokens = [.. once, .. once[skipped..]];
            return new SupervisedText(number + 1, tokens, [.. tokens.Select((_, i) => i > length)]) { Weight = options.Weight };
        }
    }
}

/// <summary>Lessons of several kinds by their shares. Which kind a number is of depends on the number and the seed alone, so that more of them change none.</summary>
internal sealed class LessonMix : IReadOnlyList<SupervisedText>
{
    private readonly (ILessons Lessons, double Share)[] parts;
    private readonly byte[] kinds;
    private readonly int[] numbers;

    /// <summary>A mix.</summary>
    /// <param name="parts">The kinds and their shares.</param>
    /// <param name="count">How many lessons.</param>
    /// <param name="seed">The recipe's.</param>
    public LessonMix(IReadOnlyList<(ILessons Lessons, double Share)> parts, int count, ulong seed)
    {
        this.parts = [.. parts];
        (kinds, numbers) = (new byte[count], new int[count]);
        double total = this.parts.Sum(p => p.Share);
        int[] used = new int[this.parts.Length];
        var dice = new LessonDice(seed, "mix", 0);
        for (int i = 0; i < count; i++)
        {
            double at = dice.Below(1 << 30) / (double)(1 << 30) * total;
            int kind = 0;
            while (kind < this.parts.Length - 1 && (at -= this.parts[kind].Share) >= 0) kind++;
            (kinds[i], numbers[i]) = ((byte)kind, used[kind]++);
        }
    }

    /// <inheritdoc/>
    public int Count => kinds.Length;

    /// <inheritdoc/>
    public SupervisedText this[int index] => parts[kinds[index]].Lessons[numbers[index]];

    /// <inheritdoc/>
    public IEnumerator<SupervisedText> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
