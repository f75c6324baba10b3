using System.Text.Json;

namespace Assay.Tuning.Examples.Checks;

/// <summary>An example made ready for comparing: what the user's side says, what the assistant answers.</summary>
internal sealed class ComparedExample
{
    private static readonly string[] s_ends = ["\n", ". ", "? ", "! ", ": ", "。", "？", "！"];

    public ComparedExample(ChatExample example)
    {
        Example = example;
        int last = -1;
        for (int i = 0; i < example.Messages.Length; i++) last = example.Messages[i] is { Role: "assistant", Learned: true } ? i : last;
        if (last < 0) last = example.Messages.Length - 1;
        Prompt = string.Join('\n', example.Messages.Take(last).Where(m => m.Role != "system").Select(m => m.Content));
        Answer = example.Messages[last].Content.Trim();
        List<ulong> everything = [];
        foreach (ExampleMessage message in example.Messages)
        {
            everything.Add(WordList.Hash(message.Role));
            everything.Add(message.Learned ? 1UL : 0UL);
            everything.AddRange(Characters(message.Content));
        }

        WholeKey = WordList.Join([.. everything]);
        Segments = [.. Split(Prompt).Select(s => WordList.Hashes(s)).Where(w => w.Count > 0)];
        SegmentKeys = [.. Segments.Select(s => WordList.Join([.. s]))];
        PromptFeatures = WordFeatures.Of([.. Segments.SelectMany(s => s)]);
        PromptKey = WordList.Join([.. SegmentKeys]);
        List<string> content = AnswerDifference.Content(Prompt);
        QuestionKey = content.Count == 0 ? PromptKey : WordList.Join([.. content.Select(w => WordList.Hash(w))]);
        AnswerWords = WordList.Hashes(Answer);
        AnswerKey = WordList.Join([.. AnswerWords]);
    }

    public ChatExample Example { get; }

    /// <summary>All that is said before the last answer that is learned, without system messages: those are alike in every row.</summary>
    public string Prompt { get; }

    public string Answer { get; }

    /// <summary>Equal for the same messages up to case, punctuation and white space.</summary>
    public ulong WholeKey { get; }

    public ulong PromptKey { get; }

    /// <summary>Equal for prompts that ask the same: the same words but for articles and auxiliaries.</summary>
    public ulong QuestionKey { get; }

    public ulong AnswerKey { get; }

    public List<ulong> AnswerWords { get; }

    /// <summary>The prompt's lines and sentences as words.</summary>
    public List<ulong>[] Segments { get; }

    public ulong[] SegmentKeys { get; }

    public ulong[] PromptFeatures { get; }

    /// <summary>The prompt without what many rows share (passages, a schema, an instruction); the whole where nothing remains.</summary>
    public ulong[] OwnFeatures { get; private set; } = [];

    /// <summary>The words of that part.</summary>
    public ulong[] OwnWords { get; private set; } = [];

    public void LeaveOut(IReadOnlySet<ulong> common)
    {
        List<ulong> own = [];
        for (int i = 0; i < Segments.Length; i++)
        {
            if (!common.Contains(SegmentKeys[i])) own.AddRange(Segments[i]);
        }

        OwnFeatures = own.Count == 0 ? PromptFeatures : WordFeatures.Of(own);
        OwnWords = own.Count == 0 ? [.. Segments.SelectMany(s => s)] : [.. own];
    }

    /// <summary>Segments that at least this many different rows have.</summary>
    public static HashSet<ulong> Common(IEnumerable<ComparedExample> rows, int atLeast)
    {
        Dictionary<ulong, int> counts = [];
        foreach (ComparedExample row in rows)
        {
            foreach (ulong key in row.SegmentKeys.Distinct()) counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return [.. counts.Where(c => c.Value >= atLeast).Select(c => c.Key)];
    }

    /// <summary>Whether a text is a JSON object or list, which is compared by its values.</summary>
    public static bool IsJson(string text)
    {
        if (text is not ['{', .., '}'] and not ['[', .., ']']) return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string[] Split(string text) => text.Split(s_ends, StringSplitOptions.RemoveEmptyEntries);

    private static List<ulong> Characters(string text)
    {
        List<ulong> words = WordList.Hashes(text);

        // Texts of nothing but marks (code, emoji) have no words and are still not all the same.
        if (words.Count == 0) words.Add(WordList.Hash(text.Trim()));
        return words;
    }
}
