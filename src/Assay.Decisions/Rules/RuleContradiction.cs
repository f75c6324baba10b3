using System.Collections.Immutable;

namespace Assay.Decisions.Rules;

/// <summary>What one publication says where others say otherwise.</summary>
/// <param name="Source">The publication.</param>
/// <param name="Says">What it says.</param>
public sealed record ConflictingStatement(RuleSource Source, string Says);

/// <summary>Publications that contradict each other, or themselves, and how that is treated.</summary>
/// <param name="Id">Its name in the book.</param>
/// <param name="About">What they disagree on.</param>
/// <param name="Rules">The rules concerned, by name; empty where only the cost model is.</param>
/// <param name="Says">Who says what.</param>
/// <param name="Treatment">What Assay makes of it.</param>
public sealed record RuleContradiction(string Id, string About, ImmutableArray<string> Rules, ImmutableArray<ConflictingStatement> Says, string Treatment);

/// <summary>A statement that is no rule but an amount for the cost model.</summary>
/// <param name="Id">Its name in the book.</param>
/// <param name="Source">The publication.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Where">The part of the cost model that takes it up.</param>
public sealed record CostStatement(string Id, RuleSource Source, string Statement, string Where);
