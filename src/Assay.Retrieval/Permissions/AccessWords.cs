using Assay.Text.Analysis;

namespace Assay.Retrieval.Permissions;

/// <summary>Names of settings that speak of access, or were probably meant to.</summary>
internal static class AccessWords
{
    private static readonly string[] Words = ["ACCESS", "ALLOW"];

    /// <summary>Whether a name is <c>access</c> or <c>allow</c> or differs from one of them by one letter: who mistypes it meant to close something.</summary>
    /// <param name="name">As written; capitals and space around it do not count.</param>
    public static bool IsLike(string name)
    {
        string trimmed = name.Trim().ToUpperInvariant();
        return trimmed.Length is >= 4 and <= 7 && Words.Any(w => EditDistance.Within(trimmed, w, 1) >= 0);
    }
}
