using System.Globalization;

namespace Assay.Cli.Terminal;

/// <summary>Amounts of bytes and of parameters as people read them, in powers of 1,000.</summary>
internal static class ByteText
{
    /// <summary>For example <c>538.1 MB</c>.</summary>
    public static string Of(double bytes) => bytes switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
    };

    /// <summary>For example <c>134.5M</c>; <c>-</c> where nobody knows.</summary>
    public static string Parameters(long? count) => count switch
    {
        null => "-",
        < 1_000 => count.Value.ToString(CultureInfo.InvariantCulture),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0.0}k"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.0}M"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.00}B"),
    };
}
