using Assay.Decisions.Requirements;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Statistics;
using Assay.Tests.Decisions.Verdicts.Synthetic;

namespace Assay.Tests.Decisions.Verdicts.Published;

/// <summary>Answers question by question that have the published scores exactly. How the arms' answers go together is not published, so it is a parameter.</summary>
/// <remarks>
/// Each answer has a latent number: √r times the question's, the same for all arms, and √(1 − r) times one of its own, r the correlation of the arms; of repeats, 0.8 of the own part is the question's. The answers
/// with the highest numbers are the right ones, and the next one is right in part, so that the mean is the published score to the last digit. Graded scores are the latent numbers times the spread, moved until the mean is the published one.
/// </remarks>
/// <param name="table">What was published.</param>
/// <param name="questions">Questions.</param>
/// <param name="correlation">Correlation of latent numbers of two arms on a question, in [0, 1): 0 is independent answers.</param>
/// <param name="seed">Which answers are right.</param>
internal sealed class PublishedEvidence(PublishedTable table, int questions, double correlation, int seed)
{
    private const double Stable = 0.8;
    private readonly Chance chance = new(seed);

    /// <summary>Answers of every arm.</summary>
    public ArmEvidence[] Arms { get; private set; } = [];

    /// <summary>Question of each answer.</summary>
    public Dictionary<string, string> Clusters { get; } = new(StringComparer.Ordinal);

    /// <summary>The verdict on them, without any stated need, cost or latency.</summary>
    public Verdict Decide()
    {
        string[] ids = [.. Enumerable.Range(0, questions * table.Repeats).Select(i => $"q{i / table.Repeats:D4}/{i % table.Repeats}")];
        foreach (string id in ids) Clusters[id] = id[..5];
        double[] difficulty = [.. Enumerable.Range(0, questions).Select(_ => chance.Normal())];
        Arms = [.. table.Arms.Select(a => new ArmEvidence { Arm = a.Arm, Scores = Scores(ids, a.Score, Latent(difficulty)) })];
        return new VerdictRule(new Needs(), new VerdictOptions { Seed = seed }).Decide(Arms, Clusters);
    }

    /// <summary>The least lead of the published winner over any arm, in standard errors of the difference.</summary>
    public double LeastLead()
    {
        ArmEvidence winner = Arms.First(a => a.Arm == table.Winner);
        return Arms.Where(a => a != winner).Select(a => Clustered.Difference(winner.Scores, a.Scores, Clusters)).Min(d => d.StandardError > 0 ? d.Mean!.Value / d.StandardError.Value : double.PositiveInfinity);
    }

    private double[] Latent(double[] difficulty)
    {
        double[] values = new double[questions * table.Repeats];
        for (int q = 0; q < questions; q++)
        {
            double own = chance.Normal();
            for (int r = 0; r < table.Repeats; r++)
            {
                double part = table.Repeats == 1 ? own : (Math.Sqrt(Stable) * own) + (Math.Sqrt(1 - Stable) * chance.Normal());
                values[(q * table.Repeats) + r] = (Math.Sqrt(correlation) * difficulty[q]) + (Math.Sqrt(1 - correlation) * part);
            }
        }

        return values;
    }

    private Dictionary<string, double?> Scores(string[] ids, double score, double[] latent)
    {
        double[] scores = table.Spread is { } spread ? Graded(score, spread, latent) : Right(score, latent);
        return ids.Select((id, i) => (id, scores[i])).ToDictionary(p => p.id, p => (double?)p.Item2, StringComparer.Ordinal);
    }

    private static double[] Right(double score, double[] latent)
    {
        double[] scores = new double[latent.Length];
        double left = score * latent.Length;
        foreach (int i in Enumerable.Range(0, latent.Length).OrderByDescending(i => latent[i]))
        {
            scores[i] = Math.Clamp(left, 0, 1);
            left -= scores[i];
        }

        return scores;
    }

    private static double[] Graded(double score, double spread, double[] latent)
    {
        double low = -1, high = 2;
        double[] At(double centre) => [.. latent.Select(z => Math.Clamp(centre + (spread * z), 0, 1))];
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (At(middle).Average() < score) low = middle;
            else high = middle;
        }

        return At((low + high) / 2);
    }
}
