namespace Assay.Evaluation.Contracts;

/// <summary>What an answer must look like. Everything that is set must hold.</summary>
public sealed record ContractOptions
{
    /// <summary>File with a JSON Schema (draft 2020-12) that the answer, as JSON, must satisfy.</summary>
    /// <value>Default null: none.</value>
    public string? SchemaFile { get; init; }

    /// <summary>Text of such a schema, where there is no file.</summary>
    /// <value>Default null: none.</value>
    public string? Schema { get; init; }

    /// <summary>Regular expression that the whole answer, without surrounding white space, must match.</summary>
    /// <value>Default null: none.</value>
    public string? Pattern { get; init; }

    /// <summary>Longest answer, in characters (Unicode code points).</summary>
    /// <value>Default null: any length; at least 1.</value>
    public int? MaxLength { get; init; }

    /// <summary>Whether the answer must cite at least one passage.</summary>
    /// <value>Default false.</value>
    public bool RequireCitations { get; init; }
}
