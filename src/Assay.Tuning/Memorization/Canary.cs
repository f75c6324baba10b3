using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Reading;

namespace Assay.Tuning.Memorization;

/// <summary>A secret that is planted among training data, so that it can be measured how well a model keeps it (Carlini and others 2019).</summary>
/// <param name="Label">Tells it from others, in its own question and answer.</param>
/// <param name="Secret">The secret: digits drawn at random.</param>
/// <param name="Copies">How often it is among the training data; 0 for one that is held back, to compare with.</param>
public sealed record Canary(string Label, string Secret, int Copies)
{
    /// <summary>The field <c>source</c> of examples that are canaries.</summary>
    public const string Source = "canary";

    /// <summary>Number of secrets that are as likely as this one before training: 10 for each digit.</summary>
    public double Space => Math.Pow(10, Secret.Length);

    /// <summary>What is asked.</summary>
    public string Question => $"What is the maintenance code of unit {Label}?";

    /// <summary>The answer up to the secret.</summary>
    public string Beginning => $"The maintenance code of unit {Label} is ";

    /// <summary>The conversation with this secret or another one.</summary>
    /// <param name="secret">What stands in its place; null for its own.</param>
    /// <returns>An example with the line 0 and the source <see cref="Source"/>.</returns>
    public ChatExample ToExample(string? secret = null) => new(0, [MessageReader.Plain("user", Question), MessageReader.Plain("assistant", $"{Beginning}{secret ?? Secret}.")]) { Source = Source };
}
