using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Evaluation.Questions.Making;

/// <summary>Puts made questions into a question set.</summary>
/// <param name="Added">The questions that are added, with ids that are unique in the set.</param>
/// <param name="Unreviewed">How many are left out because nobody accepted them.</param>
/// <param name="Rejected">How many are left out because somebody rejected them.</param>
/// <param name="Repeated">How many are left out because the set asks them already, or nearly.</param>
public sealed record QuestionMerge(ImmutableArray<Question> Added, int Unreviewed, int Rejected, int Repeated)
{
    private static readonly string[] s_variants = [MadeKinds.NameOf(MadeKind.Paraphrase), MadeKinds.NameOf(MadeKind.Typo)];

    /// <summary>Chooses what is added.</summary>
    /// <param name="existing">The set.</param>
    /// <param name="made">What was made, in its order.</param>
    /// <param name="all">Whether those that nobody has looked at are added too; rejected ones never are.</param>
    /// <returns>What is added, without what was said of it, and what is not.</returns>
    public static QuestionMerge Of(ImmutableArray<Question> existing, ImmutableArray<Question> made, bool all)
    {
        var near = new NearQuestions();
        foreach (Question question in existing) near.Add(question.Id, question.Text);
        HashSet<string> ids = [.. existing.Select(q => q.Id)], texts = [.. existing.Select(q => QuestionWords.Normal(q.Text))];
        var added = ImmutableArray.CreateBuilder<Question>();
        int unreviewed = 0, rejected = 0, repeated = 0;
        foreach (Question question in made)
        {
            if (question.Reviewed == QuestionReview.Rejected) rejected++;
            else if (question.Reviewed == QuestionReview.None && !all) unreviewed++;
            else if (!texts.Add(QuestionWords.Normal(question.Text)) || (!question.Tags.Intersect(s_variants).Any() && near.Find(question.Text) is not null)) repeated++;
            else
            {
                Question unique = question with { Id = Unique(question.Id, ids), Reviewed = QuestionReview.None };
                added.Add(unique);
                near.Add(unique.Id, unique.Text);
            }
        }

        return new QuestionMerge(added.ToImmutable(), unreviewed, rejected, repeated);
    }

    private static string Unique(string id, HashSet<string> ids)
    {
        string unique = id;
        for (int i = 2; !ids.Add(unique); i++) unique = string.Create(CultureInfo.InvariantCulture, $"{id}-{i}");
        return unique;
    }
}
