namespace Assay.Decisions.Verdicts;

/// <summary>Where, on one axis and in one direction from where it stands, another arm than the one named becomes the choice.</summary>
public sealed record FlipPoint
{
    /// <summary>What is moved; everything else stays.</summary>
    public required FlipAxis Axis { get; init; }

    /// <summary>Where it stands now, in the unit of <see cref="Axis"/>; null for a cost of wrong answers that was not stated: it is lowered from far up, where quality alone decides.</summary>
    public required double? Now { get; init; }

    /// <summary>How far it was moved; below <see cref="Now"/> when it was lowered.</summary>
    public required double RangeEnd { get; init; }

    /// <summary>Where the choice changes, between <see cref="Now"/> and <see cref="RangeEnd"/>; null: it does not change in between.</summary>
    public double? At { get; init; }

    /// <summary>Lower end of the 90% interval of <see cref="At"/>; null: beyond the range.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the 90% interval of <see cref="At"/>; null: beyond the range.</summary>
    public double? High { get; init; }

    /// <summary>The arm that is chosen beyond; null: none meets the requirements there, or nothing changes.</summary>
    public string? To { get; init; }

    /// <summary>Share of resamples, in [0, 1], in which the choice changes within the range.</summary>
    public double Chance { get; init; }

    /// <summary>The flip in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the choice changes within the range.</summary>
    public bool Changes => At is not null;
}
