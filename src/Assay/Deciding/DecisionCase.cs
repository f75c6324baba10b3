using Assay.Decisions.Requirements;
using Assay.Projects;
using Assay.Text;

namespace Assay.Deciding;

/// <summary>What is to be decided: everything that is known before costs and verdicts.</summary>
/// <param name="Project">The project; null for a decision on paper without one.</param>
/// <param name="Seen">What was seen of it.</param>
/// <param name="Facts">What is needed and known, and where from.</param>
public sealed record DecisionCase(Project? Project, Observations Seen, Facts Facts)
{
    /// <summary>Months over which costs are added up where none are stated.</summary>
    public const int UsualHorizon = 24;

    /// <summary>The same with what was answered.</summary>
    /// <param name="answered">The answers.</param>
    /// <returns>What is known now.</returns>
    /// <exception cref="InputException">The answers contradict each other or what is stated, or name another currency than amounts of the project are in.</exception>
    public DecisionCase With(Needs answered)
    {
        ArgumentNullException.ThrowIfNull(answered);
        if (Project is { Costs.Amounts: { IsEmpty: false } amounts } project && answered.Budget.StatedCurrency is { } named && named != project.Needs.Budget.Currency)
        {
            throw new InputException(new Problem("", null, $"The answers are in {named}, but {string.Join(", ", amounts)} of {ProjectFile.FileName} in {project.Needs.Budget.Currency}, the currency of its budget. Answer in {project.Needs.Budget.Currency}, or state needs.budget.currency and these amounts in {named} there."));
        }

        return this with { Facts = Facts.Combine(Project?.Needs ?? new Needs(), answered, Seen.Needs) };
    }

    /// <summary>What is needed and known.</summary>
    public Needs Needs => Facts.Needs;

    /// <summary>Months over which costs are added up.</summary>
    public int Months => Needs.HorizonMonths ?? UsualHorizon;

    /// <summary>ISO code of every amount.</summary>
    public string Currency => Needs.Budget.Currency;
}
