namespace Assay.Text.Templates;

/// <summary>What a template may use: it comes with a downloaded model and is not trusted.</summary>
internal static class TemplateLimits
{
    /// <summary>Longest template, in characters; known ones have a few ten thousand.</summary>
    public const int LongestTemplate = 1 << 20;

    /// <summary>Longest text that may come out or be made on the way, in characters.</summary>
    public const int LongestText = 1 << 25;

    /// <summary>Most items of a list that is made on the way.</summary>
    public const int LongestList = 1 << 20;

    /// <summary>Longest <c>range()</c>, as in the reference's sandbox.</summary>
    public const int LongestRange = 100_000;

    /// <summary>Expressions and statements evaluated, with a step for every 64 characters or items that are gone through.</summary>
    public const long MostSteps = 20_000_000;

    /// <summary>Deepest nesting of a template's source.</summary>
    public const int DeepestSource = 100;

    /// <summary>Deepest nesting while it runs: of macros that call macros, and of long chains of operators.</summary>
    public const int DeepestRun = 2000;

    /// <summary>Deepest nesting of a value that is printed.</summary>
    public const int DeepestValue = 100;
}
