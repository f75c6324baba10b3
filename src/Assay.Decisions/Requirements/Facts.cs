using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Decisions.Requirements;

/// <summary>Where a need is known from.</summary>
public enum FactOrigin
{
    /// <summary>Written in the project file.</summary>
    Stated,

    /// <summary>Answered to a question.</summary>
    Answered,

    /// <summary>Seen in documents, examples, traffic or runs.</summary>
    Measured,
}

/// <summary>A need that was stated otherwise than it was measured.</summary>
/// <param name="Name">The field; see <see cref="NeedFields"/>.</param>
/// <param name="Stated">What was said.</param>
/// <param name="Measured">What was seen; it counts.</param>
public sealed record Contradiction(string Name, string Stated, string Measured);

/// <summary>Everything that is known of a product, where from, and what does not fit together. Measured beats answered, answered beats stated.</summary>
/// <param name="Needs">The needs that count.</param>
/// <param name="Origins">Where each known field is from, by its name.</param>
/// <param name="Contradictions">Fields that were stated otherwise than measured.</param>
public sealed record Facts(Needs Needs, ImmutableSortedDictionary<string, FactOrigin> Origins, ImmutableArray<Contradiction> Contradictions)
{
    // Two counts of the same thing by different rules (tokenizers, drafts left out) differ by this without anybody being wrong.
    private const double SameFactor = 2;

    /// <summary>Puts together what is known.</summary>
    /// <param name="stated">From the project file.</param>
    /// <param name="answered">From questions asked.</param>
    /// <param name="measured">From what was seen.</param>
    /// <returns>The facts.</returns>
    /// <exception cref="InputException">Amounts are in two currencies, or fewer answers may take longer than more may.</exception>
    public static Facts Combine(Needs stated, Needs answered, Needs measured)
    {
        Needs said = NeedChecks.Lay(stated, answered);
        if (NeedChecks.Times(said) is { } problem) throw new InputException(new Problem("", null, problem));
        var origins = ImmutableSortedDictionary.CreateBuilder<string, FactOrigin>(StringComparer.Ordinal);
        var contradictions = ImmutableArray.CreateBuilder<Contradiction>();
        Needs needs = NeedChecks.Lay(said, measured);
        foreach (NeedField field in NeedFields.All)
        {
            if (field.Get(measured) is not null) origins[field.Name] = FactOrigin.Measured;
            else if (field.Get(answered) is not null) origins[field.Name] = FactOrigin.Answered;
            else if (field.Get(stated) is not null) origins[field.Name] = FactOrigin.Stated;
            if (field.Text(said) is { } before && field.Text(measured) is { } seen && Differ(field, said, measured)) contradictions.Add(new Contradiction(field.Name, before, seen));
        }

        return new Facts(needs, origins.ToImmutable(), contradictions.ToImmutable());
    }

    private static bool Differ(NeedField field, Needs said, Needs measured)
    {
        if (field.Number(said) is not { } a || field.Number(measured) is not { } b || field.Choices.Length > 0) return field.Text(said) != field.Text(measured);
        (double less, double more) = a < b ? (a, b) : (b, a);
        return more > 0 && less * SameFactor < more;
    }
}
