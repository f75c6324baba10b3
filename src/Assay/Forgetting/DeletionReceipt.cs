using System.Collections.Immutable;
using System.Text.Json;
using Assay.Workspaces;

namespace Assay.Forgetting;

/// <summary>What was done to every copy of a document's text. Holds no word of it.</summary>
public sealed record DeletionReceipt
{
    /// <summary>Id of the document.</summary>
    public required string Document { get; init; }

    /// <summary>SHA-256 of the bytes that were stored.</summary>
    public required string ContentHash { get; init; }

    /// <summary>When it was forgotten, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Last change of the knowledge base, the deletion included.</summary>
    public required long Generation { get; init; }

    /// <summary>Ids that it had, this one included.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>How many kept answers were deleted.</summary>
    public int AnswersDeleted { get; init; }

    /// <summary>How many kept answers are left.</summary>
    public int AnswersKept { get; init; }

    /// <summary>What was not looked at, or could only be found by name.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>Each place that held its text or is made from it, ordered as they were looked at.</summary>
    public required ImmutableArray<ReceiptLine> Lines { get; init; }

    /// <summary>SHA-256 of this receipt as compact JSON with this field empty: shows whether it was changed since.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The receipt with its hash.</summary>
    /// <returns>The same receipt, sealed.</returns>
    public DeletionReceipt Seal() => this with { Hash = Workspaces.ContentHash.Of(JsonSerializer.Serialize(this with { Hash = "" }, JsonFormat.Compact)) };
}
