using Assay.Text;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>Reads an arm from one word: <c>fine-tuned:once=1630,monthly=10,retraining=326,question=0.0007</c>.</summary>
public static class ArmText
{
    private static readonly (string Name, CostGroup Group, CostTiming Timing)[] Parts =
    [
        ("once", CostGroup.Build, CostTiming.Once), ("monthly", CostGroup.Other, CostTiming.Monthly), ("retraining", CostGroup.Retraining, CostTiming.Monthly), ("question", CostGroup.Tokens, CostTiming.PerQuery),
    ];

    /// <summary>Reads.</summary>
    /// <param name="text">As above; parts may be left out, and each may be a range such as <c>15000..60000</c>.</param>
    /// <returns>The arm.</returns>
    /// <exception cref="InputException">It cannot be read; says what was expected.</exception>
    public static CostInputs Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? "" : text[..colon].Trim();
        if (name.Length == 0) throw Wrong(text, "it has no name before a colon");
        List<CostItem> items = [];
        foreach (string part in text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            (string Name, CostGroup Group, CostTiming Timing) kind = Parts.FirstOrDefault(p => p.Name == sides[0]);
            if (kind.Name is null || sides.Length < 2) throw Wrong(text, $"'{part}' is no part of it{(NearestName.Find(sides[0], Parts.Select(p => p.Name)) is { } near ? $"; did you mean '{near}'" : "")}");
            if (items.Any(i => i.Amount.Name == $"{name}, {kind.Name}")) throw Wrong(text, $"'{kind.Name}' is there twice");
            if (RangeText.Read(sides[1]) is not { } range) throw Wrong(text, $"'{sides[1]}' is no amount");
            items.Add(new CostItem(kind.Group, kind.Timing, new Quantity($"{name}, {kind.Name}", range)));
        }

        return items.Count > 0 ? new CostInputs(name) { Items = [.. items] } : throw Wrong(text, "it costs nothing");
    }

    private static InputException Wrong(string text, string what) =>
        new(new Problem("", null, $"--arm '{text}': {what}. Write, for example, --arm rag:once=750.20,monthly=35.04,question=0.001501, with any of {string.Join(", ", Parts.Select(p => p.Name))}."));
}
