using System.Reflection;

namespace Assay.Text.Languages;

/// <summary>How common the commonest trigrams are in each of 16 languages (<c>trigrams.txt</c>, made by <c>eng/make-language-profiles.py</c>).</summary>
/// <remarks>More languages than are told apart: Portuguese is there so that it is not taken for Spanish.</remarks>
internal sealed class TrigramProfiles
{
    /// <summary>Profiles in the file; the first five are those of <see cref="Latin"/>.</summary>
    public const int Count = 16;

    private const int Slots = 1 << 13;
    private readonly ulong[] _keys = new ulong[Slots];
    private readonly byte[] _levels = new byte[Slots * Count];

    private TrigramProfiles(TextReader reader)
    {
        reader.ReadLine();
        while (reader.ReadLine() is string line)
        {
            int slot = Slot(Key(line[0] == '_' ? ' ' : line[0], line[1], line[2] == '_' ? ' ' : line[2]));
            _keys[slot] = Key(line[0] == '_' ? ' ' : line[0], line[1], line[2] == '_' ? ' ' : line[2]);
            for (int i = 0; i < Count; i++) _levels[(slot * Count) + i] = (byte)(line[3 + i] - 'a');
        }
    }

    public static TrigramProfiles Instance { get; } = Load();

    /// <summary>The languages of the first profiles, in their order.</summary>
    public static ReadOnlySpan<Language> Latin => [Language.English, Language.German, Language.Spanish, Language.French, Language.Italian];

    /// <summary>The codes of all profiles, in their order.</summary>
    public static ReadOnlySpan<string> Codes => s_codes;

    private static readonly string[] s_codes = ["en", "de", "es", "fr", "it", "pt", "ca", "ro", "nl", "sv", "da", "pl", "cs", "tr", "fi", "hu"];

    /// <summary>Three neighbouring characters of a word in lower case, a space for its border.</summary>
    public static ulong Key(char first, char second, char third) => ((ulong)first << 32) | ((ulong)second << 16) | third;

    /// <summary>Thirds of a bit by which each language makes the trigram likelier than one in 100,000; empty for a rare one.</summary>
    public ReadOnlySpan<byte> Levels(ulong key)
    {
        int slot = Slot(key);
        return _keys[slot] == key ? _levels.AsSpan(slot * Count, Count) : default;
    }

    private static TrigramProfiles Load()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Assay.Text.Languages.trigrams.txt")!;
        using var reader = new StreamReader(stream);
        return new TrigramProfiles(reader);
    }

    /// <summary>Where the key is, or where it would go.</summary>
    private int Slot(ulong key)
    {
        int slot = (int)(unchecked(key * 0x9E3779B97F4A7C15) >> 51);
        while (_keys[slot] != 0 && _keys[slot] != key) slot = (slot + 1) & (Slots - 1);
        return slot;
    }
}
