using System.Text;

namespace Assay.Retrieval.Permissions;

/// <summary>Names of users and groups: <c>user:ann@example.com</c>, <c>group:support</c>.</summary>
internal static class PrincipalName
{
    /// <summary>Begins the name of a user.</summary>
    public const string User = "user:";

    /// <summary>Begins the name of a group.</summary>
    public const string Group = "group:";

    private const int MaxLength = 256;

    /// <summary>A name with its kind, normalised: no space around it, Unicode NFC.</summary>
    /// <exception cref="FormatException">The kind is missing, or the name cannot be one.</exception>
    public static string Parse(string text)
    {
        string trimmed = text.Trim();
        foreach (string kind in (ReadOnlySpan<string>)[User, Group])
        {
            if (trimmed.StartsWith(kind, StringComparison.Ordinal)) return kind + Bare(trimmed[kind.Length..]);
        }

        throw new FormatException($"'{Shown(trimmed)}' is no principal: expected everyone, user:NAME or group:NAME");
    }

    /// <summary>A name without its kind, normalised.</summary>
    /// <exception cref="FormatException">It is empty, longer than 256 characters, or holds a control character or text that is not valid Unicode.</exception>
    public static string Bare(string text)
    {
        string name = text.Trim();
        if (name.Length == 0) throw new FormatException("the name of a user or group is empty");
        if (name.Length > MaxLength) throw new FormatException($"the name '{Shown(name)}' is longer than {MaxLength} characters");
        if (name.Any(char.IsControl)) throw new FormatException($"the name '{Shown(name)}' holds a control character");
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            throw new FormatException($"the name '{Shown(name)}' is no valid Unicode text");
        }
    }

    private static string Shown(string text)
    {
        string printable = string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return printable.Length <= 60 ? printable : printable[..60] + "…";
    }
}
