using System.Globalization;
using System.Text;

namespace Assay.Text.Tokenizers.Subwords;

/// <summary>Byte-pair encoding: a word starts as its characters or bytes, and the pair that was merged first in training is merged first.</summary>
/// <remarks>Sennrich, Haddow, Birch 2016.</remarks>
internal sealed class BpeModel : SubwordModel
{
    private readonly MergeTable _merges;
    private readonly BpeSettings _settings;
    private readonly int[] _byteIds = new int[256];
    private readonly int[] _fallbackIds = new int[256];
    private readonly int _unknown;

    [ThreadStatic]
    private static SymbolRow? _row;

    /// <summary>A model.</summary>
    /// <param name="vocabulary">Tokens and ids.</param>
    /// <param name="merges">The merges.</param>
    /// <param name="settings">The rest.</param>
    public BpeModel(Vocabulary vocabulary, IReadOnlyList<Merge> merges, BpeSettings settings) : base(vocabulary)
    {
        (_merges, _settings) = (new MergeTable(merges), settings);
        for (int b = 0; b < 256; b++)
        {
            _byteIds[b] = vocabulary.IdOf([ByteAlphabet.Characters[b]]);
            _fallbackIds[b] = vocabulary.IdOf(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>"));
        }

        _unknown = settings.UnknownToken is null ? -1 : vocabulary.IdOf(settings.UnknownToken);
        CutsAtSpaces = settings is { ContinuingPrefix: "", EndSuffix: "", IgnoreMerges: false } && vocabulary.IdOf([Space]) >= 0 && !vocabulary.Ids.Keys.Any(CrossesSpace);
        TakesBytes = settings.ContinuingPrefix.Length == 0 && settings.EndSuffix.Length == 0 && _byteIds.All(id => id >= 0);
    }

    /// <inheritdoc/>
    public override bool TakesBytes { get; }

    /// <inheritdoc/>
    public override bool CutsAtSpaces { get; }

    // A mark of a space after something else.
    private static bool CrossesSpace(string token)
    {
        for (int i = 1; i < token.Length; i++)
        {
            if (token[i] == Space && token[i - 1] != Space) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    protected override void WorkOut(ReadOnlySpan<char> piece, bool asBytes, List<PlacedToken> found)
    {
        if (_settings.IgnoreMerges)
        {
            int whole = Vocabulary.IdOf(asBytes ? ByteAlphabet.Of(piece) : piece);
            if (whole >= 0)
            {
                found.Add(new PlacedToken(whole, 0, piece.Length));
                return;
            }
        }

        // Taken, not shared: nothing below can come back here on the same thread.
        SymbolRow row = _row ??= new SymbolRow();
        row.Clear();
        if (asBytes) AddBytes(piece, row);
        else AddCharacters(piece, row);
        row.Merge(_merges);
        Place(piece, row, found);
    }

    private void AddBytes(ReadOnlySpan<char> piece, SymbolRow row)
    {
        Span<byte> bytes = stackalloc byte[4];
        int units;
        for (int at = 0; at < piece.Length; at += units)
        {
            var rune = new Rune(UnicodeText.ScalarAt(piece, at, out units));
            int count = rune.EncodeToUtf8(bytes);
            for (int i = 0; i < count; i++) row.Add(_byteIds[bytes[i]], 1);
        }
    }

    // Lengths are in UTF-8 bytes, because a character that falls back to bytes is shared by several symbols.
    private void AddCharacters(ReadOnlySpan<char> piece, SymbolRow row)
    {
        int unknownLength = 0;
        bool hasUnknown = false;
        int units;
        for (int at = 0; at < piece.Length; at += units)
        {
            var rune = new Rune(UnicodeText.ScalarAt(piece, at, out units));
            int length = rune.Utf8SequenceLength;
            int id = SymbolOf(piece.Slice(at, units), at == 0, at + units == piece.Length, out string? affixed);
            if (id >= 0)
            {
                if (hasUnknown) row.Add(_unknown, unknownLength);
                (hasUnknown, unknownLength) = (false, 0);
                row.Add(id, length);
                continue;
            }

            // An unknown token that waits stays waiting, as it does in the Rust library.
            if (_settings.ByteFallback && AddFallback(affixed ?? piece.Slice(at, units), row)) continue;
            if (_unknown < 0) continue;
            if (hasUnknown && !_settings.FuseUnknown)
            {
                row.Add(_unknown, unknownLength);
                unknownLength = 0;
            }

            (hasUnknown, unknownLength) = (true, unknownLength + length);
        }

        if (hasUnknown) row.Add(_unknown, unknownLength);
    }

    private int SymbolOf(ReadOnlySpan<char> character, bool isFirst, bool isLast, out string? affixed)
    {
        string prefix = isFirst ? "" : _settings.ContinuingPrefix, suffix = isLast ? _settings.EndSuffix : "";
        affixed = prefix.Length + suffix.Length == 0 ? null : string.Concat(prefix, character, suffix);
        return Vocabulary.IdOf(affixed ?? character);
    }

    private bool AddFallback(ReadOnlySpan<char> symbol, SymbolRow row)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(symbol.ToString());
        if (Array.Exists(bytes, b => _fallbackIds[b] < 0)) return false;
        foreach (byte b in bytes) row.Add(_fallbackIds[b], 1);
        return true;
    }

    // Goes through the symbols and the characters side by side, both measured in bytes; a symbol has all characters that it has a byte of.
    private static void Place(ReadOnlySpan<char> piece, SymbolRow row, List<PlacedToken> found)
    {
        int at = 0, atByte = 0, startByte = 0;
        for (int i = 0; i < row.Count; i++)
        {
            int endByte = startByte + row.LengthAt(i);
            while (at < piece.Length && atByte + Utf8Length(piece, at, out int units) <= startByte) (at, atByte) = (at + units, atByte + Utf8Length(piece, at, out _));
            int end = at, reached = atByte;
            while (end < piece.Length && reached < endByte)
            {
                reached += Utf8Length(piece, end, out int units);
                end += units;
            }

            found.Add(new PlacedToken(row.IdAt(i), at, end));
            startByte = endByte;
        }
    }

    private static int Utf8Length(ReadOnlySpan<char> text, int at, out int units)
    {
        units = 1;
        char c = text[at];
        if (c < 0x80) return 1;
        if (c < 0x800) return 2;
        if (!char.IsHighSurrogate(c)) return 3;
        units = UnicodeText.UnitsAt(text, at);
        return units == 2 ? 4 : 3;
    }
}
