namespace Assay.Models.Constrained.Grammars;

/// <summary>What goes on when the part being read ends: one cell of a stack that is shared between stacks. Equal cells are one object.</summary>
/// <param name="Owner">The part that goes on.</param>
/// <param name="Phase">Where in it; the owner defines the meaning.</param>
/// <param name="Count">How many items it has had; the owner defines where counting stops to matter.</param>
/// <param name="Keys">Keys of an open map so far.</param>
/// <param name="Pending">Whether a key has ended whose text is not in <paramref name="Keys"/> yet.</param>
/// <param name="Parent">What follows after the owner; null at the end of the text.</param>
/// <param name="Depth">Objects and arrays that are open around the owner.</param>
internal sealed record FrameKey(Expression Owner, int Phase, int Count, KeyList? Keys, bool Pending, Frame? Parent, int Depth);

/// <summary>An interned <see cref="FrameKey"/> with what is known about it.</summary>
internal sealed class Frame
{
    /// <summary>A cell.</summary>
    public Frame(FrameKey key)
    {
        Key = key;
        AnyPending = key.Pending || (key.Parent?.AnyPending ?? false);
        Rest = Cost.Add(key.Owner.RestCost(key), key.Parent?.Rest ?? 0);
    }

    /// <summary>Its content.</summary>
    public FrameKey Key { get; }

    /// <summary>Whether it or a cell below waits for the text of a key.</summary>
    public bool AnyPending { get; }

    /// <summary>Fewest bytes from here to the end of the text.</summary>
    public long Rest { get; }
}

/// <summary>Keys that a map has, latest first. Equal lists are one object.</summary>
/// <param name="Text">The key as bytes, one char each.</param>
/// <param name="Earlier">The others.</param>
/// <param name="Count">How many there are.</param>
internal sealed record KeyList(string Text, KeyList? Earlier, int Count)
{
    /// <summary>Hash of content: lists are compared by reference of what is earlier, as those are interned.</summary>
    public override int GetHashCode() => HashCode.Combine(Text, System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Earlier));

    /// <summary>Equality of content.</summary>
    public bool Equals(KeyList? other) => other is not null && Text == other.Text && ReferenceEquals(Earlier, other.Earlier);

    /// <summary>The keys.</summary>
    public IEnumerable<string> All()
    {
        for (KeyList? list = this; list is not null; list = list.Earlier) yield return list.Text;
    }
}

/// <summary>Counts of bytes that may be out of reach.</summary>
internal static class Cost
{
    /// <summary>No text at all.</summary>
    public const long Never = long.MaxValue / 4;

    /// <summary>Sum that stays at <see cref="Never"/>.</summary>
    public static long Add(long a, long b) => Math.Min(Never, a + b);

    /// <summary>Product that stays at <see cref="Never"/>.</summary>
    public static long Times(long count, long each) => count == 0 ? 0 : each >= Never / count ? Never : count * each;
}
