using System.Collections.Immutable;
using Assay.Answering;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>A question to passages with the answer that is right.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Answer">The whole answer, as it is to be written.</param>
/// <param name="Value">What must be copied from the passages; null where they do not answer.</param>
internal sealed record AskedQuestion(string Question, string Answer, string? Value);

/// <summary>Passages, the questions to them, and how answers must look.</summary>
/// <param name="Instructions">The role, and how answers are.</param>
/// <param name="Abstention">What is answered where the passages do not answer.</param>
/// <param name="Schema">The JSON Schema of answers; null for prose.</param>
/// <param name="Passages">The passages; null where there are no documents.</param>
/// <param name="Questions">One or more questions, asked in turn.</param>
internal sealed record ReadingTask(string Instructions, string Abstention, string? Schema, ImmutableArray<ContextPassage>? Passages, ImmutableArray<AskedQuestion> Questions)
{
    private static readonly Project Template = new()
    {
        Root = "/", Name = "documents", Documents = [], Questions = "", Model = Assay.Models.Providers.ModelReference.Parse("extractive"), Arms = [],
    };

    /// <summary>The messages before the first answer, made by what makes the arms' prompts.</summary>
    public IReadOnlyList<ChatMessage> Prompt
    {
        get
        {
            Project project = Template with { Instructions = Instructions, Score = Template.Score with { AbstentionPhrase = Abstention } };
            return new PromptBuilder(project, Schema).Build(new AnswerRequest(Questions[0].Question, Passages ?? [], FromDocuments: Passages is not null));
        }
    }

    /// <summary>A passage.</summary>
    public static ContextPassage Passage(int number, string title, string heading, string text) =>
        new(number, $"p{number}", title, heading, "", text, SourceMap.Identity(text.Length), new TextSpan(0, text.Length), 1);
}
