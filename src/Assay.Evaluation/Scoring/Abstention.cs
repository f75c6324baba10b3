using System.Collections.Immutable;
using Assay.Evaluation.Answers;

namespace Assay.Evaluation.Scoring;

/// <summary>Recognises answers that decline to answer.</summary>
/// <remarks>
/// An abstention is the agreed phrase (case, punctuation and citations aside), or a text of at most 25 words that opens with one of the refusals
/// below, after an optional apology. "The documents do not" alone is no refusal: "The documents do not need a stamp" answers a question, so a
/// verb of telling must follow.
/// </remarks>
public static class Abstention
{
    private const int MaxWords = 25;

    private static readonly string[] Apologies = ["i am sorry", "im sorry", "sorry", "i apologize", "i apologise", "unfortunately", "but", "however"];

    private static readonly string[] Plain =
    [
        "i do not know", "i dont know", "i am not sure", "im not sure", "i am unable to answer", "im unable to answer", "i cannot answer", "i can not answer", "i cant answer",
        "i cannot find", "i can not find", "i cant find", "i could not find", "i couldnt find", "i cannot determine", "i am unable to find", "im unable to find",
        "i do not have information", "i dont have information", "i do not have enough information", "i dont have enough information",
        "not stated in", "not mentioned in", "not specified in", "not provided in", "not found in", "not answered in", "not given in", "not in documents", "not in passages",
        "no information about", "no information on", "no information regarding", "no information is available", "no information is provided", "no information is given",
        "no information was found", "no answer is", "no answer was", "no answer can", "no answer in", "there is no information", "there is no answer", "there is not enough information", "there is insufficient information", "insufficient information",
        "not enough information", "unanswerable", "question cannot be answered", "question is unanswerable", "this question cannot be answered", "this cannot be answered",
        "answer is not in", "answer is not stated", "answer is not given", "answer is not provided", "answer is not found", "answer cannot be found", "answer is not mentioned",
        "it is not stated", "it is not mentioned", "it is not specified", "this is not stated", "this is not mentioned", "this is not specified",
    ];

    private static readonly string[] Sources = ["documents", "document", "passages", "passage", "sources", "source", "context", "text", "information", "provided information", "documentation"];

    private static readonly string[] Verbs =
    [
        "answer", "contain", "mention", "say", "state", "specify", "provide", "include", "address", "cover", "give", "describe", "explain", "discuss", "indicate",
        "tell", "report", "list", "disclose", "reveal", "clarify", "detail", "define", "show", "have information", "have any", "have enough", "have answer",
    ];

    private static readonly ImmutableArray<string> Openings =
    [
        .. Plain,
        .. from adjective in (string[])["", "provided ", "given ", "retrieved ", "available "]
           from source in Sources
           from negation in (string[])[" do not ", " does not ", " dont ", " doesnt ", " did not "]
           from verb in Verbs
           select adjective + source + negation + verb,
    ];

    /// <summary>Whether a text declines to answer.</summary>
    /// <param name="text">The facts of an answer, citations removed.</param>
    /// <param name="phrase">The agreed phrase.</param>
    /// <returns>False for an empty text.</returns>
    public static bool Is(string text, string phrase)
    {
        string normal = Normal(text);
        if (normal.Length == 0) return false;
        if (normal == Normal(phrase)) return true;
        if (AnswerMetrics.CountWords(text) > MaxWords) return false;
        for (string? shorter = normal; shorter is not null; shorter = WithoutApology(normal))
        {
            normal = shorter;
        }

        return Openings.Any(o => StartsWithWords(normal, o));
    }

    private static string Normal(string text) => SquadText.Normalize(text.Replace('\u2019', '\''));

    private static string? WithoutApology(string normal) =>
        Apologies.FirstOrDefault(a => StartsWithWords(normal, a)) is { } apology ? normal[apology.Length..].TrimStart() : null;

    // Whole words, but "mentions" and "mentioned" count as "mention".
    private static bool StartsWithWords(string text, string words) =>
        text.StartsWith(words, StringComparison.Ordinal) && (text.Length == words.Length || text[words.Length] is ' ' or 's' or 'e');
}
