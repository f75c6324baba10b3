using System.Collections.Immutable;
using Assay.Tuning.Examples.Sensitive;

namespace Assay.Tuning.Examples;

/// <summary>How training data is read.</summary>
public sealed record ExampleReadOptions
{
    /// <summary>The format; what does not fit it is a problem.</summary>
    /// <value>Null by default: told from the rows.</value>
    public ExampleFormat? Format { get; init; }

    /// <summary>Other names for the fields at the top of a row: the format's name to the file's, as <c>prompt</c> to <c>question</c>.</summary>
    /// <value>Empty by default.</value>
    public ImmutableDictionary<string, string> Names { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Longest row that is read, in bytes.</summary>
    /// <value>Default 16 MiB; 1 KiB to 256 MiB.</value>
    public int MaxRowBytes { get; init; } = 16 << 20;

    /// <summary>Largest file that is read, in bytes.</summary>
    /// <value>Default 1 GiB. A JSON array is read as a whole and may have at most 512 MiB.</value>
    public long MaxFileBytes { get; init; } = 1L << 30;

    /// <summary>What is done about personal data and secrets.</summary>
    /// <value>Default <see cref="SensitiveMode.Refuse"/>: the checks make them an error.</value>
    public SensitiveMode Sensitive { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRowBytes, 1 << 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRowBytes, 256 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFileBytes, 1L);
    }
}
