namespace Assay.Decisions.Rules.Conditions;

/// <summary>Kleene's three truth values, in the order in which "all" takes the least and "any" the greatest.</summary>
internal enum Truth
{
    /// <summary>It does not hold.</summary>
    No,

    /// <summary>Something it depends on is not known.</summary>
    Unknown,

    /// <summary>It holds.</summary>
    Yes,
}
