using System.Globalization;
using System.Text;

namespace Assay.Text.Templates;

/// <summary>Functions that every template has.</summary>
internal static class TemplateGlobals
{
    /// <summary>Puts the functions into a scope.</summary>
    /// <param name="scope">The outermost scope.</param>
    /// <param name="budget">Knows the line, for <c>raise_exception</c>.</param>
    /// <param name="now">What <c>strftime_now</c> takes as the time; null when the caller gave none.</param>
    public static void Add(TemplateScope scope, TemplateBudget budget, DateTimeOffset? now)
    {
        Set("range", Range);
        Set("dict", a => TemplateValue.OfEntries(Entries(a)));
        Set("namespace", a => TemplateValue.NewNamespace(Entries(a)));
        Set("raise_exception", a => throw new TemplateException(budget.Line, PythonText.Str(a.Need(0, "message")), raised: true));
        Set("strftime_now", a => TemplateValue.Of(Format(now ?? throw new TemplateFault("the template asks for the time, and none was given."), a.Text(0, "format"))));
        void Set(string name, Func<TemplateArguments, TemplateValue> call) => scope.Set(name, TemplateValue.Of(new TemplateFunction(name, call)));
    }

    private static TemplateValue Range(TemplateArguments arguments)
    {
        int count = arguments.Places.Count;
        arguments.Need(0, "stop");
        long start = count > 1 ? arguments.Whole(0, "start", 0) : 0, stop = count > 1 ? arguments.Whole(1, "stop", 0) : arguments.Whole(0, "stop", 0), step = arguments.Whole(2, "step", 1);
        if (step == 0) throw new TemplateFault("the step of range() cannot be 0.");
        Int128 length = step > 0 ? ((Int128)stop - start + step - 1) / step : ((Int128)start - stop - step - 1) / -(Int128)step;
        if (length > TemplateLimits.LongestRange) throw new TemplateFault($"range() has more than {TemplateLimits.LongestRange} items.");
        return TemplateValue.OfList(length <= 0 ? [] : [.. Enumerable.Range(0, (int)length).Select(i => TemplateValue.Of(start + (i * step)))]);
    }

    private static OrderedDictionary<TemplateValue, TemplateValue> Entries(TemplateArguments arguments)
    {
        OrderedDictionary<TemplateValue, TemplateValue> entries = TemplateValue.NewEntries();
        if (arguments.Places.Count > 0)
        {
            TemplateValue first = arguments.Places[0];
            if (first.Kind == TemplateKind.Mapping) foreach ((TemplateValue key, TemplateValue value) in first.Entries) entries[key] = value;
            else foreach (TemplateValue pair in TemplateOperators.Iterate(first)) entries[Part(pair, 0)] = Part(pair, 1);
        }

        foreach ((string name, TemplateValue value) in arguments.Names) entries[TemplateValue.Of(name)] = value;
        return entries;
    }

    private static TemplateValue Part(TemplateValue pair, int part) => TemplateOperators.Iterate(pair) is { Count: 2 } parts ? parts[part] : throw new TemplateFault("dict() needs pairs of a key and a value.");

    private static string Format(DateTimeOffset now, string format)
    {
        StringBuilder text = new();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length) text.Append(format[i]);
            else if (format[i + 1] == '-' && i + 2 < format.Length) text.Append(Field(now, format[i += 2]).TrimStart('0') is { Length: > 0 } plain ? plain : "0");
            else text.Append(Field(now, format[++i]));
        }

        return text.ToString();
    }

    private static string Field(DateTimeOffset now, char field)
    {
        string? pattern = field switch
        {
            'a' => "ddd", 'A' => "dddd", 'b' => "MMM", 'B' => "MMMM", 'd' => "dd", 'm' => "MM", 'y' => "yy", 'Y' => "yyyy", 'H' => "HH", 'I' => "hh", 'M' => "mm", 'S' => "ss",
            'p' => "tt", 'F' => "yyyy-MM-dd", 'T' => "HH:mm:ss", 'D' => "MM/dd/yy", 'x' => "MM/dd/yy", 'X' => "HH:mm:ss", 'c' => "ddd MMM d HH:mm:ss yyyy", 'f' => "ffffff", _ => null,
        };
        return pattern is not null ? now.ToString(pattern, CultureInfo.InvariantCulture) : field switch
        {
            '%' => "%",
            'j' => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            'w' => ((int)now.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            'e' => now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            'Z' or 'z' => "",
            _ => throw new TemplateFault($"strftime_now() does not know '%{field}'."),
        };
    }
}
