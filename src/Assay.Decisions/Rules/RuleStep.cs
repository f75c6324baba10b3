namespace Assay.Decisions.Rules;

/// <summary>Something to do first.</summary>
/// <param name="Order">Steps are done from small to large.</param>
/// <param name="Text">What to do, in one sentence.</param>
public sealed record RuleStep(int Order, string Text);
