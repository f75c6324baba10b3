using System.Collections.Immutable;
using Assay.Models.Constrained.Masks;

namespace Assay.Models.Constrained.Grammars;

/// <summary>Where a text is in its grammar: all ways it may go on. Equal places of one epoch are one object; what is remembered in it follows from its content.</summary>
internal sealed class Place
{
    /// <summary>A place.</summary>
    public Place(ImmutableArray<Way> ways, bool ends, int classes, int epoch)
    {
        Ways = ways;
        Ends = ends;
        Epoch = epoch;
        Next = ways.IsEmpty ? [] : new Place?[classes];
        HasPending = ways.Any(t => t.After?.AnyPending ?? false);
        Least = ends ? 0 : ways.Select(t => t.Least).Append(Cost.Never).Min();
    }

    /// <summary>Ways to go on.</summary>
    public ImmutableArray<Way> Ways { get; }

    /// <summary>Whether the text may end here.</summary>
    public bool Ends { get; }

    /// <summary>When it was made.</summary>
    public int Epoch { get; }

    /// <summary>Places after a byte of each class, as far as known; a dead place stands for none.</summary>
    public Place?[] Next { get; }

    /// <summary>Whether a key has ended whose text is not written into its object yet.</summary>
    public bool HasPending { get; }

    /// <summary>Fewest bytes to the end of the text.</summary>
    public long Least { get; }

    /// <summary>Whether the text can neither end nor go on.</summary>
    public bool IsDead => Ways.IsEmpty && !Ends;

    /// <summary>Tokens of the shortest text in bytes from here; below 0 when not known yet. Guarded by the machine's lock.</summary>
    public int Spelled { get; set; } = -1;

    /// <summary>The next place on that shortest text. Guarded by the machine's lock.</summary>
    public Place? Along { get; set; }

    /// <summary>The byte that leads to <see cref="Along"/>.</summary>
    public byte AlongByte { get; set; }

    /// <summary>Fewest tokens to the end of the text, where all texts have been explored; below 0 elsewhere.</summary>
    public int Exact { get; set; } = -1;

    /// <summary>Tokens allowed here; null when not known yet.</summary>
    public TokenMask? Mask { get; set; }

    /// <summary>Number of this place's group in the mask being built. Guarded by the machine's lock.</summary>
    public int Group { get; set; }

    /// <summary>Round in which <see cref="Group"/> was set.</summary>
    public int GroupRound { get; set; }
}
