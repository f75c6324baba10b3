using System.Text.RegularExpressions;

namespace Assay.Evaluation.Questions.Making;

/// <summary>Says an English question in other words by rules, without a model: another form of asking, and other words where they mean the same in any manual.</summary>
public static partial class QuestionParaphrases
{
    private static readonly (Regex Form, string[] Others)[] s_forms =
    [
        (HowDoI(), ["What are the steps to $1?", "What do I have to do to $1?", "I want to $1. How does that work?"]),
        (HowMany(), ["What number of $1 $2 $3 $4?"]),
        (HowMuchCost(), ["What is the price of $1?", "What would I have to pay for $1?"]),
        (HowLong(), ["How much time $1 $2 $3?", "What is the time that $2 $3?"]),
        (WhatIsFor(), ["For $2, what is the $1?", "Could you tell me the $1 for $2?", "I am looking for the $1 for $2. What is it?"]),
        (WhatIs(), ["Can you explain $1?", "What is meant by $1?", "I keep reading about $1. What does that mean?"]),
        (WhatAre(), ["Can you explain $1?", "What is meant by $1?"]),
        (CanI(), ["Is it possible to $1?", "Am I able to $1?"]),
        (WhereIs(), ["In which place can I find $1?", "I am looking for $1. Where do I find it?"]),
        (WhoCan(), ["Which people are able to $1?", "Who has the right to $1?"]),
        (WhichAre(), ["Can you name the $1?", "I need a list of the $1. Which ones are there?"]),
        (WhenDoes(), ["At what time $1 $2?", "What is the moment at which $2?"]),
    ];

    // Verbs stand behind who does it: "an oil change" is none.
    private static readonly (string Word, string Other)[] s_verbs =
    [
        ("delete", "remove"), ("remove", "get rid of"), ("create", "set up"), ("change", "modify"), ("modify", "change"), ("edit", "change"), ("add", "put in"), ("view", "look at"), ("show", "display"),
        ("display", "show"), ("cancel", "call off"), ("buy", "purchase"), ("purchase", "buy"), ("choose", "select"), ("select", "pick"), ("begin", "start"), ("start", "begin"), ("receive", "get"), ("include", "come with"),
    ];

    private static readonly (string Word, string Other)[] s_words =
    [
        ("invoice", "bill"), ("largest", "biggest"), ("smallest", "lowest"), ("maximum", "highest"), ("minimum", "lowest"), ("price", "cost"), ("allowed", "permitted"), ("required", "needed"),
        ("employee", "staff member"), ("customer", "client"), ("customers", "clients"), ("employees", "staff members"), ("purpose", "point"),
    ];

    /// <summary>The question in other words.</summary>
    /// <param name="question">The question.</param>
    /// <param name="seed">Draws among the forms, with the question.</param>
    /// <returns>Null when no rule fits.</returns>
    public static string? Of(string question, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(question);
        var lot = new SeededLot(seed, question);
        foreach ((Regex form, string[] others) in s_forms)
        {
            if (form.Match(question) is not { Success: true } match) continue;
            string other = Reworded(Regex.Replace(match.Result(others[lot.Next(others.Length)]), " +", " ").Replace(" ?", "?", StringComparison.Ordinal).Replace(" .", ".", StringComparison.Ordinal), lot) ?? "";
            return other.Length == 0 || other == question ? null : other;
        }

        return Reworded(question, lot) is { } reworded && reworded != question ? reworded : null;
    }

    /// <summary>A question with another word for one of its words, so that less of it stands in the sentence that answers it.</summary>
    /// <param name="question">The question.</param>
    /// <param name="seed">Draws the word, with the question.</param>
    /// <returns>The question as it is when there is no other word.</returns>
    public static string Reworded(string question, ulong seed) => Reworded(question, new SeededLot(seed, question)) ?? question;

    // A name between quotation marks stays what it is.
    private static string? Reworded(string question, SeededLot lot)
    {
        var open = new List<(Match Place, string Other)>();
        foreach ((string word, string other, string before) in s_words.Select(w => (w.Word, w.Other, "")).Concat(s_verbs.Select(v => (v.Word, v.Other, @"(?<=\b(?:to|I|we|you|they|can|may|must|should) )"))))
        {
            Match place = Regex.Match(question, $@"{before}(?<![\w""“-]){word}(?![\w""”-])", RegexOptions.CultureInvariant);
            if (place.Success && question.AsSpan(0, place.Index).Count('"') % 2 == 0) open.Add((place, other));
        }

        if (open.Count == 0) return question;
        (Match at, string put) = open[lot.Next(open.Count)];
        return string.Concat(question.AsSpan(0, at.Index), put, question.AsSpan(at.Index + at.Length));
    }

    [GeneratedRegex(@"^How (?:do|can|should) I (.+)\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HowDoI();

    [GeneratedRegex(@"^How many (.+?) (do|does|can) (.+) (have|include|hold|allow|support|need|require|cover|contain)\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HowMany();

    [GeneratedRegex(@"^How much (?:do|does) (.+) cost\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HowMuchCost();

    [GeneratedRegex(@"^How long (do|does) (.+) (take|last|need)\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HowLong();

    [GeneratedRegex(@"^What is the (.+?) (?:for|of) (.+)\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WhatIsFor();

    [GeneratedRegex(@"^What is ((?!the \w+ (?:of|for)|being|it)[^,]{2,60})\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WhatIs();

    [GeneratedRegex(@"^What are ((?!they)(?!.* for )[^,]{2,60})\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WhatAre();

    [GeneratedRegex(@"^Can I (.+)\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CanI();

    [GeneratedRegex(@"^Where (?:is|are) (.+)\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WhereIs();

    [GeneratedRegex(@"^Who can (.+)\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WhoCan();

    [GeneratedRegex(@"^Which ([\w -]{3,40}) are there\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WhichAre();

    [GeneratedRegex(@"^When (do|does) (.+)\?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WhenDoes();
}
