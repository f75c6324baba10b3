using System.Collections.Immutable;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>A part of ICD-10 codes that is asked for: their first characters.</summary>
internal sealed class CodeLevel
{
    private readonly int length, shown;
    private readonly Dictionary<string, string> parts;

    /// <summary>A level.</summary>
    /// <param name="name">What prompts and the report call it.</param>
    /// <param name="length">Characters of the code.</param>
    /// <param name="shown">Parts of near findings' codes that the model is shown.</param>
    /// <param name="train">The training findings, which are searched.</param>
    public CodeLevel(string name, int length, int shown, Finding[] train)
    {
        (Name, this.length, this.shown) = (name, length, shown);
        Near = new Neighbours(train.SelectMany(f => f.Codes.Select(Part).Distinct(StringComparer.Ordinal).Select(p => (f.Text, p, f.Case))), Language.Spanish);
        parts = train.SelectMany(f => f.Codes).Select(Part).Distinct(StringComparer.Ordinal).ToDictionary(CodeForm.Written, p => p, StringComparer.Ordinal);
    }

    /// <summary>What prompts and the report call it.</summary>
    public string Name { get; }

    /// <summary>The search over the training findings, with this part of their codes.</summary>
    public Neighbours Near { get; }

    /// <summary>All parts as words.</summary>
    public IEnumerable<string> Words => parts.Keys.Order(StringComparer.Ordinal);

    /// <summary>The part of a code.</summary>
    public string Part(string code) => code[..Math.Min(length, code.Length)];

    /// <summary>The parts of near findings' codes, of other cases than the finding's own.</summary>
    public ImmutableArray<string> Shown(Finding finding) => Near.Ranked(finding.Text, shown, finding.Case);

    /// <summary>How near the nearest finding of another case is.</summary>
    public char Sign(Finding finding) => CodeForm.Sign(finding.Text, Near.Nearest(finding.Text, finding.Case));

    /// <summary>The part that an answer gives.</summary>
    public string Read(string answer, Finding finding) => CodeForm.Read(answer, Shown(finding), parts);

    /// <summary>Whether a part is that of one of a finding's codes.</summary>
    public bool IsRight(Finding finding, string part) => finding.Codes.Any(c => Part(c) == part);
}
