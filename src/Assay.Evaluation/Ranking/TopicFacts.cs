using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>What every measure of one topic starts from: the ranked grades and the running sums over them, made once.</summary>
internal sealed class TopicFacts
{
    private readonly int level;

    /// <summary>Counts a ranking once.</summary>
    /// <param name="topic">The ranking as grades.</param>
    /// <param name="options">Relevance level and version.</param>
    public TopicFacts(RankedTopic topic, RankingOptions options)
    {
        (Grades, Judged) = (topic.Grades, topic.Judged);
        level = options.RelevanceLevel;
        Version = options.Version;
        Relevant = Judged.Count(g => g >= level && g >= 0);
        NonRelevant = Judged.Count(g => g >= 0 && g < level);
        Found = new int[Grades.Length + 1];
        PrecisionSums = new double[Grades.Length + 1];
        for (int i = 0; i < Grades.Length; i++)
        {
            bool relevant = IsRelevant(i);
            Found[i + 1] = Found[i] + (relevant ? 1 : 0);
            PrecisionSums[i + 1] = PrecisionSums[i] + (relevant ? (double)Found[i + 1] / (i + 1) : 0);
        }
    }

    /// <summary>Grade of each ranked document: -1 when it is not in the judgements, -2 when it is there with a grade below 0.</summary>
    public ImmutableArray<int> Grades { get; }

    /// <summary>Grades of all judged documents, highest first.</summary>
    public ImmutableArray<int> Judged { get; }

    /// <summary>Whose definition counts where the versions differ.</summary>
    public TrecVersion Version { get; }

    /// <summary>Documents ranked.</summary>
    public int Returned => Grades.Length;

    /// <summary>Relevant documents in the judgements, retrieved or not.</summary>
    public int Relevant { get; }

    /// <summary>Documents judged below the relevance level, retrieved or not.</summary>
    public int NonRelevant { get; }

    /// <summary>Relevant documents retrieved.</summary>
    public int Hits => Found[^1];

    /// <summary>Relevant documents among the first i; index 0 to <see cref="Returned"/>.</summary>
    public int[] Found { get; }

    /// <summary>Sum of the precisions at the relevant documents among the first i.</summary>
    public double[] PrecisionSums { get; }

    /// <summary>Whether the document at a rank (from 0) is relevant.</summary>
    public bool IsRelevant(int rank) => Grades[rank] >= level && Grades[rank] >= 0;

    /// <summary>Whether the document at a rank (from 0) was judged, relevant or not.</summary>
    public bool IsJudged(int rank) => Grades[rank] >= 0;

    /// <summary>A quotient that is 0 where the divisor is 0.</summary>
    public static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    /// <summary>The entry of running sums at a cut-off; the last one where fewer documents were ranked.</summary>
    public static T At<T>(T[] sums, int cutoff) => sums[Math.Min(cutoff, sums.Length - 1)];
}
