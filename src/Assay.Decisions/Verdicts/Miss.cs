namespace Assay.Decisions.Verdicts;

/// <summary>A requirement that an arm does not meet.</summary>
/// <param name="Need">Name of the field in <c>needs</c>.</param>
/// <param name="Text">What it does instead, following the name of the arm.</param>
/// <param name="Fix">What would make it meet the requirement.</param>
/// <param name="Excess">How many times the limit it reaches, above 1; infinite where no figure can change it.</param>
internal sealed record Miss(string Need, string Text, string Fix, double Excess)
{
    /// <summary>Anchor of the requirement in the report.</summary>
    public string Link => Wording.NeedLink(Need);

    /// <summary>Whether no figure can change it.</summary>
    public bool IsFixed => double.IsPositiveInfinity(Excess);
}
