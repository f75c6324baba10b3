using Assay.Text.Tokenizers.Normalizers;

namespace Assay.Text.Tokenizers.PreTokenizers;

/// <summary>Cuts where the script changes; Hiragana and Katakana count as Han, and a space as whatever is around it.</summary>
/// <remarks>
/// Scripts are those of Unicode 9, because the reference library's table is (its <c>unicode_scripts/scripts.rs</c>, compared over all characters with the Age and Script of Unicode 14):
/// what came later has none, which like a space never cuts, and four characters have had another one since.
/// </remarks>
internal sealed class ScriptPreTokenizer : PreTokenizer
{
    private const int Any = -1;
    private static readonly int Han = UnicodeData.ScriptNamed("Han");
    private static readonly int Common = UnicodeData.ScriptNamed("Common"), Devanagari = UnicodeData.ScriptNamed("Devanagari");
    private static readonly int[] WrittenWithHan = [UnicodeData.ScriptNamed("Hiragana"), UnicodeData.ScriptNamed("Katakana")];

    /// <inheritdoc/>
    public override void Apply(PieceList pieces) => pieces.Split((piece, offset, into) =>
    {
        int last = Any, start = -1, units;
        for (int at = 0; at < piece.Length; at += units)
        {
            int script = ScriptOf(UnicodeText.ScalarAt(piece, at, out units));
            bool cuts = script != Any && last != script;
            if (cuts && start >= 0) into.Add((start + offset, at + offset));
            if (cuts) start = at;
            if (script != Any) last = script;
        }

        if (start >= 0) into.Add((start + offset, piece.Length + offset));
    });

    private static int ScriptOf(int scalar)
    {
        if (scalar == 0x30FC) return Han;
        if (scalar == ' ') return Any;
        if (scalar is 0x0589 or 0x061C) return Common;
        if (scalar is 0x0953 or 0x0954) return Devanagari;
        int script = UnicodeData.CameAfterUnicode9(scalar) ? 0 : UnicodeData.ScriptOf(scalar);
        return WrittenWithHan.Contains(script) ? Han : script == 0 ? Any : script;
    }
}
