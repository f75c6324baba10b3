using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Assay.Initializing;

/// <summary>The layout of a SQuAD 1.1 or 2.0 file; fields that are not needed are passed over.</summary>
internal sealed record SquadFile
{
    /// <summary>The articles.</summary>
    [JsonRequired, JsonPropertyName("data")]
    public ImmutableArray<Article> Data { get; init; }

    /// <summary>An article.</summary>
    internal sealed record Article
    {
        /// <summary>Title with underscores for spaces; null where the file has none.</summary>
        [JsonPropertyName("title")]
        public string? Title { get; init; }

        /// <summary>Its paragraphs.</summary>
        [JsonRequired, JsonPropertyName("paragraphs")]
        public ImmutableArray<Paragraph> Paragraphs { get; init; }
    }

    /// <summary>A paragraph with what was asked about it.</summary>
    internal sealed record Paragraph
    {
        /// <summary>Its text.</summary>
        [JsonRequired, JsonPropertyName("context")]
        public string Context { get; init; } = "";

        /// <summary>The questions.</summary>
        [JsonRequired, JsonPropertyName("qas")]
        public ImmutableArray<Entry> Questions { get; init; }
    }

    /// <summary>A question.</summary>
    internal sealed record Entry
    {
        /// <summary>Unique in the file.</summary>
        [JsonRequired, JsonPropertyName("id")]
        public string Id { get; init; } = "";

        /// <summary>Its text.</summary>
        [JsonRequired, JsonPropertyName("question")]
        public string Question { get; init; } = "";

        /// <summary>True where the paragraph does not answer it (2.0).</summary>
        [JsonPropertyName("is_impossible")]
        public bool IsImpossible { get; init; }

        /// <summary>What annotators marked; default where the file has none.</summary>
        [JsonPropertyName("answers")]
        public ImmutableArray<Answer> Answers { get; init; }
    }

    /// <summary>A marked answer.</summary>
    internal sealed record Answer
    {
        /// <summary>The marked text.</summary>
        [JsonRequired, JsonPropertyName("text")]
        public string Text { get; init; } = "";
    }
}
