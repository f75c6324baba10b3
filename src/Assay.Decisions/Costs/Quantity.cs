namespace Assay.Decisions.Costs;

/// <summary>One number that costs depend on, with its name, unit and source. The same name in several arms is the same quantity: it is drawn once.</summary>
/// <param name="Name">As charts and tables name it, such as <c>questions a month</c>.</param>
/// <param name="Value">The number and how far it can be off.</param>
public sealed record Quantity(string Name, CostRange Value)
{
    /// <summary>Tokens that most price lists quote a price for.</summary>
    public const double Million = 1_000_000;

    /// <summary>Unit of the value, for people; empty for a plain number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>A price is for this many: 1,000,000 for tokens, 1,000 where the list says so, 1 otherwise.</summary>
    /// <value>1</value>
    public double Per { get; init; } = 1;

    /// <summary>Where the number comes from: <c>measured</c>, <c>stated</c>, <c>assumed</c>, or a source with its date.</summary>
    /// <value>stated</value>
    public string Source { get; init; } = "stated";

    /// <summary>A number that is known.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number; finite and 0 or more.</param>
    /// <param name="source">Where it comes from.</param>
    /// <returns>A quantity without a range.</returns>
    public static Quantity Of(string name, double value, string source = "stated") => new(name, CostRange.Of(value)) { Source = source };

    /// <summary>A price of tokens.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="price">In the currency of the costs, for <paramref name="per"/> tokens.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="per">Tokens that it is for.</param>
    /// <returns>A quantity.</returns>
    public static Quantity TokenPrice(string name, CostRange price, string source = "stated", double per = Million) => new(name, price) { Per = per, Source = source };
}
