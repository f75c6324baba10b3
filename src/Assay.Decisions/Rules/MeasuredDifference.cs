namespace Assay.Decisions.Rules;

/// <summary>A difference between two arms that was shown on the user's own questions.</summary>
/// <param name="Better">The arm that did better.</param>
/// <param name="Worse">The arm that did worse.</param>
/// <param name="About">In what.</param>
public sealed record MeasuredDifference(string Better, string Worse, RuleSubject About = RuleSubject.Quality);
