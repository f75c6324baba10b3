namespace Assay.Decisions.Rules;

/// <summary>A publication that rules rest on.</summary>
/// <param name="Id">Its name in the rule book.</param>
/// <param name="Title">Its title.</param>
/// <param name="Publisher">Author or publisher.</param>
/// <param name="Url">Where it stands; null where not known.</param>
/// <param name="Standing">What kind of publication: <c>paper</c>, <c>vendor</c>, <c>book</c>, <c>article</c>, <c>blog</c> or <c>own</c>.</param>
public sealed record RuleSource(string Id, string Title, string Publisher, string? Url, string Standing);

/// <summary>The statement of a publication that a rule rests on.</summary>
/// <param name="Source">The publication.</param>
/// <param name="Passage">Which statement in it.</param>
/// <param name="Quote">Its words, at most 40; null where only reported.</param>
public sealed record RuleCitation(RuleSource Source, string Passage, string? Quote);
