using System.Collections.Frozen;

namespace Assay.Evaluation.Answers;

/// <summary>A unit: value in the base unit = number × factor + offset.</summary>
/// <param name="Dimension">What it measures.</param>
/// <param name="Factor">Base units in one.</param>
/// <param name="Offset">Where its zero is, in base units.</param>
internal sealed record Unit(string Dimension, double Factor, double Offset = 0);

/// <summary>Units, scale words and currencies by name. SI prefixes are decimal (kB is 1,000 bytes), those of IEC binary (KiB is 1,024); bits are eighths of a byte.</summary>
internal static class Units
{
    // Symbols are told apart by case (Mb, MB); names are not.
    private static readonly FrozenDictionary<string, Unit> Symbols = Build(
        ("bytes", [("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("PB", 1e15), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1L << 40),
            ("kb", 125), ("Kb", 125), ("Mb", 125e3), ("Gb", 125e6), ("kbit", 125), ("Mbit", 125e3), ("Gbit", 125e6)]),
        ("time", [("ns", 1e-9), ("µs", 1e-6), ("μs", 1e-6), ("us", 1e-6), ("ms", 1e-3), ("s", 1), ("min", 60), ("h", 3600), ("hr", 3600), ("hrs", 3600), ("d", 86400)]),
        ("length", [("nm", 1e-9), ("µm", 1e-6), ("mm", 1e-3), ("cm", 1e-2), ("dm", 0.1), ("m", 1), ("km", 1e3), ("in", 0.0254), ("ft", 0.3048), ("yd", 0.9144), ("mi", 1609.344)]),
        ("mass", [("µg", 1e-6), ("mg", 1e-3), ("g", 1), ("kg", 1e3), ("t", 1e6), ("oz", 28.349523125), ("lb", 453.59237), ("lbs", 453.59237)]),
        ("volume", [("ml", 1e-3), ("mL", 1e-3), ("cl", 1e-2), ("dl", 0.1), ("l", 1), ("L", 1)]),
        ("frequency", [("Hz", 1), ("kHz", 1e3), ("MHz", 1e6), ("GHz", 1e9)]),
        ("%", [("%", 1)]));

    private static readonly FrozenDictionary<string, Unit> Names = Build(
        ("bytes", [("byte", 1), ("kilobyte", 1e3), ("megabyte", 1e6), ("gigabyte", 1e9), ("terabyte", 1e12), ("petabyte", 1e15), ("kibibyte", 1 << 10), ("mebibyte", 1 << 20),
            ("gibibyte", 1 << 30), ("tebibyte", 1L << 40), ("bit", 0.125), ("kilobit", 125), ("megabit", 125e3), ("gigabit", 125e6)]),
        ("time", [("nanosecond", 1e-9), ("microsecond", 1e-6), ("millisecond", 1e-3), ("second", 1), ("sec", 1), ("minute", 60), ("min", 60), ("hour", 3600), ("day", 86400), ("week", 604800)]),
        ("length", [("millimetre", 1e-3), ("millimeter", 1e-3), ("centimetre", 1e-2), ("centimeter", 1e-2), ("metre", 1), ("meter", 1), ("kilometre", 1e3), ("kilometer", 1e3), ("inch", 0.0254),
            ("inche", 0.0254), ("foot", 0.3048), ("feet", 0.3048), ("yard", 0.9144), ("mile", 1609.344)]),
        ("mass", [("milligram", 1e-3), ("gram", 1), ("kilogram", 1e3), ("kilo", 1e3), ("tonne", 1e6), ("ounce", 28.349523125), ("pound", 453.59237)]),
        ("volume", [("millilitre", 1e-3), ("milliliter", 1e-3), ("litre", 1), ("liter", 1)]),
        ("frequency", [("hertz", 1), ("kilohertz", 1e3), ("megahertz", 1e6), ("gigahertz", 1e9)]),
        ("months", [("month", 1), ("year", 12), ("yr", 12), ("quarter", 3)]),
        ("%", [("percent", 1), ("pct", 1)]));

    private static readonly FrozenDictionary<string, Unit> Temperatures = new Dictionary<string, Unit>
    {
        ["°C"] = new("temperature", 1, 273.15),
        ["°F"] = new("temperature", 5.0 / 9, 273.15 - (32 * 5.0 / 9)),
        ["K"] = new("temperature", 1),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, double> Scales = new Dictionary<string, double>
    {
        ["thousand"] = 1e3, ["k"] = 1e3, ["million"] = 1e6, ["mn"] = 1e6, ["mio"] = 1e6, ["billion"] = 1e9, ["bn"] = 1e9, ["trillion"] = 1e12,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Currencies = new Dictionary<string, string>
    {
        ["$"] = "USD", ["US$"] = "USD", ["USD"] = "USD", ["dollar"] = "USD", ["dollars"] = "USD", ["€"] = "EUR", ["EUR"] = "EUR", ["euro"] = "EUR", ["euros"] = "EUR", ["£"] = "GBP",
        ["GBP"] = "GBP", ["¥"] = "JPY", ["JPY"] = "JPY", ["yen"] = "JPY", ["₹"] = "INR", ["INR"] = "INR", ["rupees"] = "INR", ["CHF"] = "CHF", ["francs"] = "CHF", ["CNY"] = "CNY", ["AUD"] = "AUD",
        ["CAD"] = "CAD",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The unit of a symbol or a name, singular or plural.</summary>
    /// <returns>Null when it is none.</returns>
    public static Unit? Find(string word)
    {
        if (word.Length == 0) return null;
        if (Symbols.TryGetValue(word, out Unit? unit) || Temperatures.TryGetValue(word, out unit)) return unit;
        string name = word.ToLowerInvariant();
        if (Names.TryGetValue(name, out unit)) return unit;
        return name.EndsWith('s') && Names.TryGetValue(name[..^1], out unit) ? unit : null;
    }

    /// <summary>What a scale word multiplies by; null when it is none. A capital K is a temperature.</summary>
    public static double? Scale(string word) => word != "K" && Scales.TryGetValue(word, out double scale) ? scale : null;

    /// <summary>The code of a currency; null when it is none.</summary>
    public static string? Currency(string word) => Currencies.GetValueOrDefault(word);

    private static FrozenDictionary<string, Unit> Build(params (string Dimension, (string Name, double Factor)[] Units)[] groups) =>
        groups.SelectMany(g => g.Units.Select(u => KeyValuePair.Create(u.Name, new Unit(g.Dimension, u.Factor)))).ToFrozenDictionary(StringComparer.Ordinal);
}
