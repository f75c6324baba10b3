using System.Collections.Immutable;

namespace Assay.Tuning.Examples.Facts;

/// <summary>Tells examples that teach how to answer from examples that teach facts.</summary>
/// <remarks>
/// A sentence of the answer states a fact of its own when it has particulars (numbers, names) that the prompt does not have, or when the documents say it in the same words and
/// the prompt does not. Numbers that the answer calculates before the reader's eyes are not facts, nor is what
/// five or more rows say in the same words (a label, a refusal). It goes by words: a fact without particulars that
/// the documents put otherwise passes for behaviour, and particulars of style (a signature) pass for facts.
/// </remarks>
/// <param name="support">How well the documents support a text: a retriever of the application, or <see cref="DocumentTexts.Support"/>.</param>
/// <param name="knows">Whether the base model knows what a sentence of an example's answers says, such as <see cref="KnowledgeProbe.Knows"/>; asked only where the documents do not have it. Null where it is not asked.</param>
public sealed class FactTriage(DocumentSupport support, Func<ChatExample, string, bool>? knows = null)
{
    private const double SentenceWithParticulars = 0.6, Particulars = 0.75, SentenceAlone = 0.8;
    private const int LeastNewWords = 4, MostParticulars = 16;

    /// <summary>Judges examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>One verdict for each, in order.</returns>
    public ImmutableArray<FactVerdict> Judge(IReadOnlyList<ChatExample> examples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        HashSet<string> phrases = AnswerStatements.Phrases(examples.SelectMany(e => e.Messages).Where(m => m is { Role: "assistant", Learned: true }).Select(m => m.Content));
        ImmutableArray<FactVerdict>.Builder verdicts = ImmutableArray.CreateBuilder<FactVerdict>(examples.Count);
        foreach (ChatExample example in examples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            verdicts.Add(Judge(example, phrases));
        }

        return verdicts.ToImmutable();
    }

    private FactVerdict Judge(ChatExample example, HashSet<string> phrases)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        FactVerdict verdict = new(example.Line, FactKind.Behaviour, "");
        foreach (ExampleMessage message in example.Messages)
        {
            if (message is { Role: "assistant", Learned: true })
            {
                foreach ((FactKind kind, string sentence) in Judge(example, message.Content, known, phrases))
                {
                    if (kind > verdict.Kind) verdict = verdict with { Kind = kind, Sentence = sentence };
                }
            }

            known.UnionWith(ContentWords.All(message.Content));
        }

        return verdict;
    }

    private IEnumerable<(FactKind Kind, string Sentence)> Judge(ChatExample example, string answer, HashSet<string> known, HashSet<string> phrases)
    {
        HashSet<string> calculated = AnswerStatements.Calculated(answer);
        bool names = AnswerStatements.CapitalsMarkNames(answer);
        foreach (string sentence in AnswerStatements.Of(answer, phrases))
        {
            string[] particulars = [.. AnswerStatements.Particulars(sentence, calculated, names).Where(p => !known.Contains(ContentWords.Form(p.ToLowerInvariant()))).Distinct(StringComparer.Ordinal)];
            if (particulars.Length > 0)
            {
                bool supported = support(sentence) >= SentenceWithParticulars && particulars.Take(MostParticulars).All(p => support(AnswerStatements.Around(sentence, p)) >= Particulars);
                yield return (supported ? FactKind.FactInDocuments : knows?.Invoke(example, sentence) == true ? FactKind.KnownFact : FactKind.UnknownFact, sentence);
            }
            else if (ContentWords.Of(sentence).Count(w => !known.Contains(w)) >= LeastNewWords && support(sentence) >= SentenceAlone)
            {
                yield return (FactKind.FactInDocuments, sentence);
            }
        }
    }
}
