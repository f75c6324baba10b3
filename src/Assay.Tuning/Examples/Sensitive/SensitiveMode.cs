namespace Assay.Tuning.Examples.Sensitive;

/// <summary>What is done about personal data and secrets in training data.</summary>
public enum SensitiveMode
{
    /// <summary>They are an error of the checks.</summary>
    Refuse,

    /// <summary>They are replaced by placeholders as <c>[EMAIL_1]</c>, the same for the same value throughout the file.</summary>
    Redact,

    /// <summary>They stay, and the checks say how many there are.</summary>
    Keep,
}
