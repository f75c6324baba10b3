using Assay.Models.Constrained;

namespace Assay.Tests.Models.Constrained;

/// <summary>A model that wants anything but valid documents: it prefers quotes, brackets, digits, halves of characters or the longest tokens, and changes its mind.</summary>
internal sealed class HostileModel
{
    private const int Moods = 7;
    private readonly Dice dice;
    private readonly TokenTable table;
    private readonly float[][] tastes = new float[Moods][];
    private int mood;

    public HostileModel(ulong seed, TokenTable table)
    {
        (dice, this.table) = (new Dice(seed), table);
        for (int m = 0; m < Moods; m++) tastes[m] = [.. Enumerable.Range(0, table.Count).Select(t => Taste(m, table.Bytes(t)))];
    }

    /// <summary>Writes logits.</summary>
    public void Logits(Span<float> logits)
    {
        if (dice.Chance(15)) mood = dice.Below(Moods);
        ulong bits = dice.Bits();
        for (int t = 0; t < logits.Length; t++)
        {
            unchecked
            {
                // A cheap hash per token: random enough, and fast for large vocabularies.
                uint hash = (uint)((bits ^ ((ulong)t * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93 >> 40);
                logits[t] = tastes[mood][t] + ((hash & 0xFFFF) / 16384f);
            }
        }

        // It does not want to stop.
        foreach (int end in table.EndOfText) logits[end] = dice.Chance(3) ? 100 : -100;
    }

    private static float Taste(int mood, ReadOnlySpan<byte> bytes) => mood switch
    {
        0 => 3 * bytes.Count((byte)'"'),
        1 => bytes.IndexOfAny("{}[]"u8) >= 0 ? 3 : 0,
        2 => bytes.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 ? 3 : 0,
        3 => bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0 ? 3 : 0,
        4 => bytes.Length,
        5 => bytes.IndexOfAny("\\,:"u8) >= 0 ? 3 : 0,
        _ => 0,
    };
}
