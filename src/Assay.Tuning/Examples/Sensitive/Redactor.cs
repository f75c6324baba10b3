using System.Collections.Immutable;
using System.Text;
using Assay.Text;

namespace Assay.Tuning.Examples.Sensitive;

/// <summary>Replaces personal data and secrets by placeholders that are the same for the same value as long as the redactor lives.</summary>
/// <remarks>Not to be used from several threads at once. It keeps the values in memory only.</remarks>
public sealed class Redactor
{
    private readonly Dictionary<(SensitiveKind Kind, string Value), string> placeholders = [];
    private readonly Dictionary<SensitiveKind, int> counts = [];
    private readonly ImmutableArray<SensitiveFinding>.Builder findings = ImmutableArray.CreateBuilder<SensitiveFinding>();

    /// <summary>What was found so far, in the order in which texts came.</summary>
    public ImmutableArray<SensitiveFinding> Findings => findings.ToImmutable();

    /// <summary>How many there are.</summary>
    internal int Count => findings.Count;

    /// <summary>A text with placeholders.</summary>
    /// <param name="text">The text.</param>
    /// <param name="line">The example's line, for the findings.</param>
    /// <param name="field">The field, for the findings.</param>
    /// <returns>The text; the same instance when nothing was found.</returns>
    public string Redact(string text, int line, string field)
    {
        IReadOnlyList<SensitiveMatch> found = SensitiveText.Find(text);
        if (found.Count == 0) return text;
        StringBuilder changed = new();
        int at = 0;
        foreach ((TextSpan span, SensitiveKind kind) in found)
        {
            string placeholder = Placeholder(kind, text[span.Start..span.End]);
            findings.Add(new SensitiveFinding(line, field, kind, placeholder, span.Length));
            changed.Append(text, at, span.Start - at).Append(placeholder);
            at = span.End;
        }

        return changed.Append(text, at, text.Length - at).ToString();
    }

    private string Placeholder(SensitiveKind kind, string value)
    {
        string same = kind is SensitiveKind.Card or SensitiveKind.Iban or SensitiveKind.Phone or SensitiveKind.NationalId ? string.Concat(value.Where(char.IsLetterOrDigit)) : kind == SensitiveKind.Email ? value.ToLowerInvariant() : value;
        if (placeholders.TryGetValue((kind, same), out string? known)) return known;
        int number = counts[kind] = counts.GetValueOrDefault(kind) + 1;
        string name = kind switch { SensitiveKind.PrivateKey => "PRIVATE_KEY", SensitiveKind.IpAddress => "IP_ADDRESS", SensitiveKind.NationalId => "NATIONAL_ID", _ => kind.ToString().ToUpperInvariant() };
        return placeholders[(kind, same)] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{name}_{number}]");
    }
}
