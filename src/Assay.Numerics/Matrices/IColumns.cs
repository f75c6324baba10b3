namespace Assay.Numerics.Matrices;

/// <summary>The columns of a tile as a constant of its type, so that the compiler leaves out what is not wanted.</summary>
internal interface IColumns
{
    /// <summary>Whether all 32 columns are wanted, and not the first 16 only.</summary>
    static abstract bool Both { get; }
}

internal readonly struct AllColumns : IColumns { public static bool Both => true; }

internal readonly struct HalfColumns : IColumns { public static bool Both => false; }
