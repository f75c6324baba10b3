using System.Text.Json;
using Assay.Text.Segmentation;
using Assay.Tuning.Examples.Checks;

namespace Assay.Tuning.Examples.Facts;

/// <summary>An answer as sentences, each with its particulars: numbers, codes and names.</summary>
internal static class AnswerStatements
{
    private const int LeastWords = 3;

    /// <summary>The sentences of an answer; of structured answers those of their longer texts, of code none.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="phrases">Values and sentences to leave out.</param>
    public static IEnumerable<string> Of(string answer, IReadOnlySet<string> phrases)
    {
        answer = answer.Trim();
        IEnumerable<string> sentences = ComparedExample.IsJson(answer) ? Values(answer).Where(v => !phrases.Contains(v)).SelectMany(Sentences) : IsCode(answer) ? [] : Sentences(answer);
        return sentences.Where(s => !phrases.Contains(s));
    }

    /// <summary>What at least five answers say in the same words, which is learned as a behaviour: short values of structured answers, and sentences without a digit.</summary>
    public static HashSet<string> Phrases(IEnumerable<string> answers)
    {
        const int LeastRows = 5, MostWords = 6;
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        foreach (string answer in answers)
        {
            string text = answer.Trim();
            IEnumerable<string> labels = ComparedExample.IsJson(text) ? Values(text).Where(v => WordList.Words(v).Count <= MostWords) : [];
            IEnumerable<string> sentences = Of(text, new HashSet<string>()).Where(s => !s.AsSpan().ContainsAnyInRange('0', '9'));
            foreach (string said in labels.Concat(sentences).Distinct(StringComparer.Ordinal)) rows[said] = rows.GetValueOrDefault(said) + 1;
        }

        return [.. rows.Where(r => r.Value >= LeastRows).Select(r => r.Key)];
    }

    /// <summary>The particulars of a sentence that are not results of a calculation written out in the answer.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="calculated">What <see cref="Calculated"/> gives for the answer.</param>
    /// <param name="names">Whether capitals mark names.</param>
    public static IEnumerable<string> Particulars(string sentence, IReadOnlySet<string> calculated, bool names)
    {
        int at = 0;
        bool first = true;
        while (WordList.Next(sentence, ref at) is { Length: > 0 } found)
        {
            string word = found.ToString();
            int start = at - word.Length;
            bool leads = first, begins = first || Before(sentence, start) is '"' or ':' or '(' or '\'' or '“' or '‘' or '*' or '-' or '\n' or '.' or '?' or '!' or '>';
            first = false;
            if (word.AsSpan().ContainsAnyInRange('0', '9'))
            {
                bool marker = Before(sentence, start) is '[' || (leads && word.Length <= 2 && at < sentence.Length && sentence[at] is '.' or ')');
                if (!marker && !calculated.Contains(word)) yield return word;
            }
            else if (names && !begins && word.Length > 1 && char.IsUpper(word[0]))
            {
                yield return word;
            }
        }
    }

    /// <summary>The words around a particular: it and up to three on each side, which a document that has the fact has together, too.</summary>
    public static string Around(string sentence, string particular)
    {
        const int Beside = 3;
        List<string> words = WordList.Words(sentence);
        int at = words.IndexOf(particular), from = Math.Max(0, at - Beside);
        return string.Join(' ', words.Skip(from).Take(at + Beside + 1 - from));
    }

    /// <summary>Numbers that stand beside an operator, and all numbers of a line with two of them: a calculation that the answer writes out.</summary>
    public static HashSet<string> Calculated(string answer)
    {
        HashSet<string> calculated = new(StringComparer.Ordinal);
        foreach (string line in answer.Split('\n'))
        {
            List<string> numbers = [], beside = [];
            int at = 0;
            while (WordList.Next(line, ref at) is { Length: > 0 } word)
            {
                if (!char.IsAsciiDigit(word[0])) continue;
                numbers.Add(word.ToString());
                if (IsOperator(Before(line, at - word.Length)) || IsOperator(After(line, at))) beside.Add(numbers[^1]);
            }

            calculated.UnionWith(beside.Count >= 2 ? numbers : beside);
        }

        return calculated;
    }

    /// <summary>Whether capitals within sentences are rare enough to mark names; in German they mark every noun.</summary>
    public static bool CapitalsMarkNames(string answer)
    {
        List<string> words = WordList.Words(answer);
        return words.Skip(1).Count(w => char.IsUpper(w[0])) <= Math.Max(2, words.Count * 0.3);
    }

    private static bool IsOperator(char c) => c is '=' or '+' or '−' or '*' or '×' or '÷' or '<' or '>' or '/';

    private static char Before(string text, int at)
    {
        for (at--; at >= 0 && text[at] is ' ' or '$' or '€' or '£'; at--)
        {
        }

        return at < 0 ? '\n' : text[at];
    }

    private static char After(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '%') at++;
        return at < text.Length ? text[at] : '\n';
    }

    private static IEnumerable<string> Sentences(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line => SentenceSegmenter.Segment(line).Select(s => s.Of(line).Trim().ToString())).Where(s => WordList.Words(s).Count >= LeastWords);

    private static bool IsCode(string answer)
    {
        int marks = answer.Count(c => c is '{' or '}' or '(' or ')' or ';' or '=' or '_' or '<' or '>');
        return answer.StartsWith("SELECT ", StringComparison.OrdinalIgnoreCase) || answer.StartsWith("```", StringComparison.Ordinal) || (marks > 3 && marks * 25 > answer.Length && !answer.Contains("<<", StringComparison.Ordinal));
    }

    private static List<string> Values(string json)
    {
        List<string> values = [];
        using JsonDocument document = JsonDocument.Parse(json);
        Collect(document.RootElement, values);
        return values;
    }

    private static void Collect(JsonElement value, List<string> values)
    {
        if (value.ValueKind == JsonValueKind.String) values.Add(value.GetString()!);
        if (value.ValueKind == JsonValueKind.Array) foreach (JsonElement item in value.EnumerateArray()) Collect(item, values);
        if (value.ValueKind == JsonValueKind.Object) foreach (JsonProperty property in value.EnumerateObject()) Collect(property.Value, values);
    }
}
