namespace Assay.Decisions.Verdicts;

/// <summary>How sure it is that an arm is the right one, from joint resamples of quality, latency and cost.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Best">Probability, in [0, 1], that it is the choice: it meets every requirement, and no arm that does is to be preferred.</param>
/// <param name="Meets">Probability that it meets every requirement.</param>
/// <param name="BestScore">Probability that it has the highest mean score of the arms that may be shipped, whatever the requirements and costs.</param>
public sealed record ArmChance(string Arm, double Best, double Meets, double BestScore);
