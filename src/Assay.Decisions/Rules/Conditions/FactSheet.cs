using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;

namespace Assay.Decisions.Rules.Conditions;

/// <summary>What is known, by field, in the form that conditions compare.</summary>
internal sealed class FactSheet
{
    // "A 10,000-document corpus at 500 tokens per document" (General Compute); Anthropic's 200,000 tokens for 500 pages make 400.
    private const double TokensADocument = 500;
    private readonly FactValue?[] _values;

    private FactSheet(FactValue?[] values) => _values = values;

    /// <summary>A value; tokens of a corpus whose documents only are counted are taken to be 500 a document.</summary>
    public FactValue? this[RuleField field] => _values[field.Index]
        ?? (field == RuleField.Tokens && _values[RuleField.Documents.Index] is { } documents ? new FactValue(documents.Number * TokensADocument) : null);

    /// <summary>How many documents make as many tokens, where only documents are counted.</summary>
    public static double DocumentsOf(double tokens) => tokens / TokensADocument;

    /// <summary>Reads off needs. Amounts become US dollars, in which the rules are; without a rate for their currency they are not known.</summary>
    public static FactSheet Of(Needs needs, CurrencyRates? rates)
    {
        double? usd = needs.Budget.Currency == CurrencyRates.Basis ? 1 : (double?)rates?.Usd(needs.Budget.Currency);
        return new FactSheet([.. RuleField.All.Select(f => f.IsDecision ? null : !f.IsMoney ? f.Read(needs) : usd is { } one && f.Read(needs) is { } amount ? new FactValue(amount.Number * one) : null)]);
    }

    /// <summary>Whether a value itself is known, not worked out from another.</summary>
    public bool IsKnown(RuleField field) => _values[field.Index] is not null;

    /// <summary>Whether any need is known.</summary>
    public bool HasNeeds => RuleField.All.Any(f => !f.IsDecision && IsKnown(f));

    /// <summary>The same with one value changed.</summary>
    public FactSheet With(RuleField field, FactValue? value)
    {
        FactValue?[] values = [.. _values];
        values[field.Index] = value;
        return new FactSheet(values);
    }
}
