namespace Assay.Retrieval.Reading.Data;

/// <summary>How many values a file of data may have, and how deeply nested.</summary>
/// <param name="cancellationToken">Checked now and then.</param>
/// <param name="most">Most values.</param>
internal sealed class DataBudget(CancellationToken cancellationToken, int most = DataBudget.MaxValues)
{
    /// <summary>Most objects and lists within each other.</summary>
    public const int MaxDepth = 100;

    /// <summary>Most values, names not counted.</summary>
    public const int MaxValues = 600_000;

    /// <summary>Most values of a YAML text, which takes ten times as long to parse.</summary>
    public const int MaxYamlValues = 150_000;

    private int taken;

    /// <summary>Counts a value.</summary>
    /// <exception cref="FormatException">There are too many.</exception>
    public void Take()
    {
        if (++taken > most) throw new FormatException($"there are more than {most} values; split the file");
        if (taken % 1024 == 0) cancellationToken.ThrowIfCancellationRequested();
    }
}
