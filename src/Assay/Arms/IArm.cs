using Assay.Evaluation.Questions;

namespace Assay.Arms;

/// <summary>One way to build the product: decides what the model gets to see for a question. Everything else is the same for all arms.</summary>
public interface IArm
{
    /// <summary>Name in settings, results and reports.</summary>
    string Name { get; }

    /// <summary>A reference arm explains the others and is never shipped.</summary>
    bool IsReference { get; }

    /// <summary>Whether its answers can point to what they rest on.</summary>
    bool CanCite { get; }

    /// <summary>Chooses what the model sees.</summary>
    /// <param name="question">The question.</param>
    /// <returns>The passages, most relevant first; none for an arm that hands nothing over.</returns>
    ArmContext Prepare(Question question);
}
