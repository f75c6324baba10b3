using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Decisions.Requirements;
using Assay.Text;

namespace Assay.Decisions.Rules.Interviewing;

/// <summary>Reads an answer to one question: choices by number or word, amounts with their unit, <c>name=value</c>, several with commas between them.</summary>
internal static partial class QuestionAnswer
{
    private const int Longest = 2000;

    /// <summary>What an answer came to.</summary>
    /// <param name="question">The question.</param>
    /// <param name="text">The answer.</param>
    /// <param name="needs">What was answered before.</param>
    public static NeedReading Read(InterviewQuestion question, string text, Needs needs)
    {
        if (NeedAnswer.IsUnknown(text)) return new NeedReading(needs, null);
        if (text.Length > Longest) return new NeedReading(null, $"That is longer than {Longest} characters. Answer such as: {question.Example}.");
        var chosen = new List<InterviewChoice>();
        Needs read = needs;
        foreach (string part in Parts().Split(text).Select(p => p.Trim()).Where(p => p.Length > 0 && !NeedAnswer.IsUnknown(p)))
        {
            if (Choice(question, part) is { } choice)
            {
                chosen.Add(choice);
                continue;
            }

            NeedReading one = Amount(question, part, read);
            if (one.Needs is null) return one;
            read = one.Needs;
        }

        return chosen.Count == 0 ? new NeedReading(read, null) : Take(question, chosen, read);
    }

    private static NeedReading Take(InterviewQuestion question, List<InterviewChoice> chosen, Needs needs)
    {
        foreach (IGrouping<string?, InterviewChoice> field in chosen.GroupBy(c => c.Field))
        {
            if (field.Key is null)
            {
                if (chosen.Any(c => c.Field is not null && question.Choices.Any(n => n.Field is null && n.Word == field.First().Word))) return new NeedReading(null, $"'{field.First().Word}' goes with nothing else. Answer such as: {question.Example}.");
                continue;
            }

            string[] values = [.. field.Select(c => c.Value).Distinct()];
            bool isList = field.Key is "goals" or "tried";
            if (values.Length > 1 && !isList) return new NeedReading(null, $"Choose one of {string.Join(", ", field.Select(c => c.Word).Distinct())}.");
            needs = NeedFields.Find(field.Key)!.Parse(needs, string.Join(", ", values))!;
        }

        foreach ((string name, string value) in question.Otherwise.Where(o => chosen.All(c => c.Field != o.Field))) needs = NeedFields.Find(name)!.Parse(needs, value)!;
        return new NeedReading(needs, null);
    }

    private static InterviewChoice? Choice(InterviewQuestion question, string part)
    {
        if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return number >= 1 && number <= question.Choices.Length ? question.Choices[number - 1] : null;
        string word = part.Trim('.', ' ').ToLowerInvariant().Replace(' ', '-');
        return question.Choices.FirstOrDefault(c => c.Word == word) ?? (word is "nothing" or "none" or "no" or "neither" ? question.Choices.FirstOrDefault(c => c.Field is null) : null);
    }

    private static NeedReading Amount(InterviewQuestion question, string part, Needs needs)
    {
        int sign = part.IndexOfAny(['=', ':']);
        if (sign > 0 && NeedFields.Find(part[..sign].Trim()) is not null) return NeedAnswer.Read(needs, part[..sign].Trim(), part[(sign + 1)..]);
        string small = part.ToLowerInvariant();
        if (question.Bare == "examples" && small is "none" or "no" or "nothing" or "zero") part = small = "0";
        string? field = question.Signs.Where(s => small.Contains(s.Sign, StringComparison.Ordinal)).Select(s => s.Field).FirstOrDefault() ?? question.Bare;
        if (field is not null && NeedAnswer.Measure(NeedFields.Find(field)!, needs, part) is { } read) return read;
        return new NeedReading(null, Complaint(question, part, field));
    }

    private static string Complaint(InterviewQuestion question, string part, string? field)
    {
        string shown = part.Length > 60 ? part[..60] + "…" : part;
        string hint = NearestName.Find(part, question.Choices.Select(c => c.Word)) is { } near ? $" Did you mean '{near}'?" : "";
        ImmutableArray<string> expected =
        [
            .. question.Choices.Length > 0 ? [$"a number from 1 to {question.Choices.Length} or one of {string.Join(", ", question.Choices.Select(c => c.Word))}"] : (string[])[],
            .. field is not null ? [NeedAnswer.Expected(NeedFields.Find(field)!)] : (string[])[],
            "\"don't know\"",
        ];
        return $"Expected {string.Join(", or ", expected)}; found '{shown}'.{hint} Answer such as: {question.Example}.";
    }

    // A comma inside a number (2,000) separates nothing.
    [GeneratedRegex(@";|,(?!\d{3}(?!\d))|\band\b", RegexOptions.IgnoreCase)]
    private static partial Regex Parts();
}
