using System.Collections.Immutable;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Scoring;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Chunking;
using Assay.Text;
using Assay.Text.Segmentation;
using Assay.Tuning.Examples;

namespace Assay.Evaluating;

/// <summary>Learns how a project's answers are to sound: what the assistant says in its examples, beside its documents.</summary>
internal static class StyleSource
{
    private const int MostTexts = 2000;

    /// <summary>Learns the style.</summary>
    /// <param name="project">Names the examples.</param>
    /// <param name="scorer">Says which part of an answer are its facts.</param>
    /// <param name="knowledge">The documents.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The style.</returns>
    /// <exception cref="InputException">There are no examples, or too few texts.</exception>
    public static StyleProfile Learn(Project project, AnswerScorer scorer, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        string file = project.Display(Path.Combine(project.Root, ProjectFile.FileName));
        if (project.Examples is null) throw new InputException(new Problem(file, null, "The measure 'style' is learned from what the assistant says in the examples, and the project has none. Name a file of conversations under 'examples', or leave 'style' out."));
        string[] own = Spread([.. ExampleReader.Read(project.Examples, null, cancellationToken).Conversations.SelectMany(c => c.Messages).Where(m => m is { Role: "assistant", Learned: true }).Select(m => scorer.Facts(m.Content)).Where(t => t.Length > 0)]);
        Chunk[] chunks = Spread([.. knowledge.ReadableChunks(null)]);
        string[] others = own.Length == 0 ? [] : [.. chunks.Select((c, i) => Beginning(c.Text, own[i % own.Length].Length))];
        return StyleProfile.Learn(own, others) ?? throw new InputException(new Problem(file, null,
            $"The measure 'style' needs {StyleProfile.LeastTexts} answers in the examples and {StyleProfile.LeastTexts} passages in the documents to tell them apart; there are {own.Length} and {others.Length}. Leave 'style' out."));
    }

    // As long as an answer is: how long something is must not tell the sides apart.
    private static string Beginning(string text, int length)
    {
        int end = 0;
        foreach (TextSpan sentence in SentenceSegmenter.Segment(text))
        {
            if (end > 0 && sentence.End > length) break;
            end = sentence.End;
        }

        return text[..end];
    }

    private static T[] Spread<T>(ImmutableArray<T> all) => all.Length <= MostTexts ? [.. all] : [.. Enumerable.Range(0, MostTexts).Select(i => all[(int)((long)i * all.Length / MostTexts)])];
}
