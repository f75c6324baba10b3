namespace Assay.Numerics.Layers.Attention;

/// <summary>The keys that one query row sees, from one position up to but not including another; none where they are equal.</summary>
/// <param name="From">First position, 0 or more.</param>
/// <param name="To">The position after the last, <paramref name="From"/> or more.</param>
public readonly record struct KeyRange(int From, int To);
