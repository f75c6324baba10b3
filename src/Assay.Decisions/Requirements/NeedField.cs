using System.Collections.Immutable;

namespace Assay.Decisions.Requirements;

/// <summary>One member of <see cref="Needs"/> under the name that users write, with its text form. The one place that knows both.</summary>
public sealed class NeedField
{
    private readonly Func<Needs, object?> _get;
    private readonly Func<Needs, object, Needs> _with;
    private readonly Func<string, object?> _parse;
    private readonly Func<object, string> _text;

    private NeedField(string name, string expected, ImmutableArray<string> choices, Func<Needs, object?> get, Func<Needs, object, Needs> with, Func<string, object?> parse, Func<object, string> text)
    {
        (Name, Expected, Choices, _get, _with, _parse, _text) = (name, expected, choices, get, with, parse, text);
    }

    /// <summary>The name under <c>needs</c>, parts separated by a dot: <c>latencyP95</c>, <c>corpus.tokens</c>.</summary>
    public string Name { get; }

    /// <summary>What a value looks like, to follow "must be".</summary>
    public string Expected { get; }

    /// <summary>The words a value is chosen from; empty for numbers and times.</summary>
    public ImmutableArray<string> Choices { get; }

    /// <summary>The value in some needs.</summary>
    /// <param name="needs">The needs.</param>
    /// <returns>Null when it is not known.</returns>
    public object? Get(Needs needs) => _get(needs);

    /// <summary>The value as a number: a count, an amount, milliseconds of a time, changes a month of a rate.</summary>
    /// <param name="needs">The needs.</param>
    /// <returns>Null when it is not known or is no number.</returns>
    public double? Number(Needs needs) => _get(needs) switch
    {
        long n => n,
        int n => n,
        double n => n,
        decimal n => (double)n,
        TimeSpan t => t.TotalMilliseconds,
        ChangeRate rate => rate.PerMonth(),
        _ => null,
    };

    /// <summary>The value in words, as <see cref="Parse"/> reads it.</summary>
    /// <param name="needs">The needs.</param>
    /// <returns>Null when it is not known.</returns>
    public string? Text(Needs needs) => _get(needs) is { } value ? _text(value) : null;

    /// <summary>Some needs with this value taken from a text.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="text">The value.</param>
    /// <returns>Null when the text is no value of this field; see <see cref="Expected"/>.</returns>
    public Needs? Parse(Needs needs, string text) => _parse(text.Trim()) is { } value ? _with(needs, value) : null;

    /// <summary>Some needs with this value taken from others.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="from">Where the value is known.</param>
    /// <returns>The needs as they are where it is not known there.</returns>
    public Needs Take(Needs needs, Needs from) => _get(from) is { } value ? _with(needs, value) : needs;

    internal static NeedField Value<T>(string name, string expected, Func<Needs, T?> get, Func<Needs, T, Needs> with, Func<string, T?> parse, Func<T, string> text) where T : struct =>
        new(name, expected, [], n => get(n), (n, v) => with(n, (T)v), t => parse(t), v => text((T)v));

    internal static NeedField Choice<T>(string name, Func<Needs, T?> get, Func<Needs, T, Needs> with, params (string Word, T Value)[] words) where T : struct
    {
        ImmutableArray<string> choices = [.. words.Select(w => w.Word)];
        return new NeedField(name, words.Length == 2 ? $"'{choices[0]}' or '{choices[1]}'" : "one of " + string.Join(", ", choices), choices, n => get(n), (n, v) => with(n, (T)v), t => Find(words, t), v => words.First(w => w.Value.Equals(v)).Word);
    }

    internal static NeedField Several<T>(string name, Func<Needs, ImmutableArray<T>> get, Func<Needs, ImmutableArray<T>, Needs> with, params (string Word, T Value)[] words) where T : notnull
    {
        ImmutableArray<string> choices = [.. words.Select(w => w.Word)];
        return new NeedField(
            name, $"a list of {string.Join(", ", choices)}", choices,
            n => get(n).IsDefaultOrEmpty ? null : get(n),
            (n, v) => with(n, (ImmutableArray<T>)v),
            t => All(words, t),
            v => string.Join(", ", ((ImmutableArray<T>)v).Select(i => words.First(w => w.Value.Equals(i)).Word)));
    }

    internal static NeedField Word(string name, string expected, Func<Needs, string?> get, Func<Needs, string, Needs> with, Func<string, string?> parse) =>
        new(name, expected, [], n => get(n), (n, v) => with(n, (string)v), t => parse(t), v => (string)v);

    private static object? Find<T>((string Word, T Value)[] words, string text) where T : struct
    {
        int at = Array.FindIndex(words, w => w.Word == text);
        return at < 0 ? null : words[at].Value;
    }

    // [format, tone], format, tone
    private static ImmutableArray<T>? All<T>((string Word, T Value)[] words, string text) where T : notnull
    {
        string[] parts = text.TrimStart('[').TrimEnd(']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] places = [.. parts.Select(p => Array.FindIndex(words, w => w.Word == p))];
        return places.Length == 0 || places.Contains(-1) ? null : places.Distinct().Order().Select(i => words[i].Value).ToImmutableArray();
    }
}
