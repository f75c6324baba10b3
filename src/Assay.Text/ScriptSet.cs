using System.Collections.Immutable;
using System.Globalization;
using Assay.Text.Tokenizers;
using Assay.Text.Tokenizers.Normalizers;

namespace Assay.Text;

/// <summary>Scripts of letters by their names in Unicode: <c>Latin</c>, <c>Cyrillic</c>, <c>Han</c>.</summary>
public sealed class ScriptSet
{
    private readonly ImmutableArray<int> scripts;

    private ScriptSet(ImmutableArray<int> scripts) => this.scripts = scripts;

    /// <summary>The scripts of some names.</summary>
    /// <param name="names">The names, in any case.</param>
    /// <param name="unknown">The first that is no script's; null where all are.</param>
    /// <returns>Those that are.</returns>
    public static ScriptSet Of(IEnumerable<string> names, out string? unknown)
    {
        string[] given = [.. names];
        unknown = given.FirstOrDefault(n => UnicodeData.ScriptNamed(n) == 0);
        return new ScriptSet([.. given.Select(UnicodeData.ScriptNamed).Where(s => s != 0)]);
    }

    /// <summary>Whether at least half of the letters of a text are of these scripts.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>True also for a text without letters.</returns>
    public bool HaveMostOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int letters = 0, own = 0;
        for (int i = 0, units; i < text.Length; i += units)
        {
            int scalar = UnicodeText.ScalarAt(text, i, out units);
            if (UnicodeText.Category(scalar) is not (UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter)) continue;
            letters++;
            if (scripts.Contains(UnicodeData.ScriptOf(scalar))) own++;
        }

        return 2 * own >= letters;
    }
}
