using System.Text.RegularExpressions;
using Assay.Evaluation.Questions.Making;
using Assay.Tuning.Synthesis;

namespace Assay.QuestionMaking;

/// <summary>Which passages nobody asks about.</summary>
internal static partial class PassageChoice
{
    private const int LeastWords = 6, ShortLine = 7, LeastListed = 4, LegalPhrases = 2, VersionLines = 3, LongestWord = 40;
    private const double LeastReadable = 0.75, ListedShare = 0.6;
    private static readonly string[] s_legal = ["as is", "without warranty", "all rights reserved", "liability", "hereby", "warranties", "third-party notices", "trademark", "licensor", "licensed under"];

    /// <summary>Why a passage is passed over.</summary>
    /// <param name="passage">The passage.</param>
    /// <returns>Null for one that is asked about.</returns>
    public static PassageSkip? Skip(SyntheticPassage passage)
    {
        if (!IsReadable(passage.Text)) return PassageSkip.NotText;
        if (NavigationHeading().IsMatch(passage.Heading) || IsList(passage.Text)) return PassageSkip.Navigation;
        if (LegalHeading().IsMatch(passage.Heading) || LegalHeading().IsMatch(passage.Title) || s_legal.Count(l => passage.Text.Contains(l, StringComparison.OrdinalIgnoreCase)) >= LegalPhrases) return PassageSkip.Legal;
        if (ChangeHeading().IsMatch(passage.Heading) || ChangeHeading().IsMatch(passage.Title) || VersionLine().Count(passage.Text) >= VersionLines) return PassageSkip.ChangeLog;
        return QuestionWords.Of(passage.Text).Count < LeastWords ? PassageSkip.TooShort : null;
    }

    private static bool IsReadable(string text)
    {
        if (text.Length == 0) return true;
        int readable = text.Count(c => char.IsLetterOrDigit(c) || char.IsWhiteSpace(c) || c is '.' or ',' or ':' or ';' or '\'' or '"' or '-' or '|' or '(' or ')' or '?' or '!' or '%' or '$' or '/' or '’');
        return readable >= LeastReadable * text.Length && !text.Contains('\uFFFD', StringComparison.Ordinal) && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
            && text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Average(w => w.Length) <= LongestWord;
    }

    // Lines of a few words without an end, one below the other, are links.
    private static bool IsList(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int listed = lines.Count(l => !l.Contains(" | ", StringComparison.Ordinal) && l.Split(' ').Length <= ShortLine && !(l[^1] is '.' or ':' or '?' or '!'));
        return listed >= LeastListed && listed >= ListedShare * lines.Length && !lines.Any(l => l.EndsWith(':')) && !lines.Any(l => l.StartsWith("Q:", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^(?:see also|related (?:information|content|pages|training|articles|topics)|next steps?|in this (?:section|article|page)|(?:table of )?contents|further reading|feedback|additional resources|learn more|more information|links|navigation|on this page|related)\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NavigationHeading();

    [GeneratedRegex(@"\b(?:licen[cs]e|terms of (?:use|service)|privacy (?:policy|statement)|copyright|disclaimer|legal notices?|trademarks?|code of conduct|imprint)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LegalHeading();

    [GeneratedRegex(@"\b(?:change ?log|release notes?|what[’']s new|version history|revision history|release history|deprecated)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ChangeHeading();

    [GeneratedRegex(@"^\W*(?:v(?:ersion )?\d+\.\d+|\d+\.\d+\.\d+|\d{4}-\d{2}-\d{2})\b", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VersionLine();
}
