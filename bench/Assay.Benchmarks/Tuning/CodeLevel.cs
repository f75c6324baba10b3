using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>A part of ICD-10 codes that is asked for: their first characters.</summary>
internal sealed class CodeLevel
{
    private readonly int length;

    private CodeLevel(string name, int length, IEnumerable<Finding> known)
    {
        (Name, this.length) = (name, length);
        Near = new Neighbours(known.SelectMany(f => f.Codes.Select(Part).Distinct(StringComparer.Ordinal).Select(p => (f.Text, p))), Language.Spanish);
    }

    /// <summary>What the report calls it.</summary>
    public string Name { get; }

    /// <summary>The search over the known findings, with this part of their codes.</summary>
    public Neighbours Near { get; }

    /// <summary>The levels, over the findings whose codes are known.</summary>
    public static CodeLevel[] Of(Finding[] known) => [new CodeLevel("chapter", 1, known), new CodeLevel("category", CodeForm.CategoryLength, known)];

    /// <summary>The part of a code.</summary>
    public string Part(string code) => code[..Math.Min(length, code.Length)];

    /// <summary>The part that the model's answer names; null where the answer is too short.</summary>
    public string? Named(string category) => category.Length >= length ? Part(category) : null;

    /// <summary>Whether a part is that of one of a finding's codes.</summary>
    public bool IsRight(Finding finding, string part) => finding.Codes.Any(c => Part(c) == part);
}
