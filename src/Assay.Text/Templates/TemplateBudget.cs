using System.Runtime.CompilerServices;

namespace Assay.Text.Templates;

/// <summary>What is left of the steps and the depth that one rendering may use.</summary>
internal sealed class TemplateBudget
{
    private const int PerStep = 64;

    private long steps;
    private int depth;

    /// <summary>Line that is being worked on.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Begins something nested.</summary>
    /// <param name="line">Where it stands.</param>
    /// <exception cref="TemplateException">It takes too long, or is nested too deeply.</exception>
    public void Enter(int line)
    {
        Line = line;
        if (++steps > TemplateLimits.MostSteps) throw new TemplateException(line, $"stopped after {TemplateLimits.MostSteps} steps: the template does not come to an end.");
        if (++depth > TemplateLimits.DeepestRun || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new TemplateException(line, "calls or expressions are nested too deeply.");
    }

    /// <summary>Ends it.</summary>
    public void Leave() => depth--;

    /// <summary>Counts the work of going through a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The same value.</returns>
    public TemplateValue Charge(TemplateValue value)
    {
        steps += value.Kind switch
        {
            TemplateKind.Text => value.Text.Length / PerStep,
            TemplateKind.List or TemplateKind.Tuple => value.Items.Count,
            TemplateKind.Mapping => value.Entries.Count,
            _ => 0,
        };
        return value;
    }
}
