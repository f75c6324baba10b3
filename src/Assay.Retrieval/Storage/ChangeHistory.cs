using System.Globalization;

namespace Assay.Retrieval.Storage;

/// <summary>How the documents changed since the first of them was read, as the ingestion journal tells it: a lower bound, because what changed and changed again between two ingestions is seen once.</summary>
/// <param name="Since">When the first document was read, UTC; null when none was.</param>
/// <param name="ChangeDays">Days after the first on which documents were added, updated or deleted.</param>
/// <param name="ChangedDocuments">Such documents, one that changed on two days counted twice.</param>
/// <param name="Documents">Documents there are now.</param>
public sealed record ChangeHistory(DateTimeOffset? Since, int ChangeDays, int ChangedDocuments, int Documents)
{
    /// <summary>What is seen over fewer days says nothing about a month.</summary>
    public const int LeastDays = 14;

    private const double DaysAMonth = 365.0 / 12;

    /// <summary>Reads the journal of a store.</summary>
    /// <param name="store">The store.</param>
    /// <returns>The history.</returns>
    public static ChangeHistory Of(KnowledgeStore store) => store.Read(c =>
    {
        if (c.Scalar("SELECT min(time) FROM journal WHERE action = 'added'") is not string first) return new ChangeHistory(null, 0, 0, 0);
        (int days, int changed) = c.Query(
            "SELECT count(DISTINCT substr(time, 1, 10)), count(DISTINCT substr(time, 1, 10) || document) FROM journal WHERE action IN ('added', 'updated', 'deleted') AND substr(time, 1, 10) > substr($first, 1, 10)",
            r => (r.GetInt32(0), r.GetInt32(1)), ("$first", first)).Single();
        int documents = c.Query("SELECT count(*) FROM documents", r => r.GetInt32(0)).Single();
        return new ChangeHistory(DateTimeOffset.Parse(first, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), days, changed, documents);
    });

    /// <summary>Days with changes in a month.</summary>
    /// <param name="now">The present time.</param>
    /// <returns>Null below <see cref="LeastDays"/> days of history.</returns>
    public double? ChangesPerMonth(DateTimeOffset now) => Months(now) is { } months ? ChangeDays / months : null;

    /// <summary>Share of the documents that changes in a month; may exceed 1.</summary>
    /// <param name="now">The present time.</param>
    /// <returns>Null below <see cref="LeastDays"/> days of history, or without documents.</returns>
    public double? ShareChangedPerMonth(DateTimeOffset now) => Documents > 0 && Months(now) is { } months ? ChangedDocuments / months / Documents : null;

    private double? Months(DateTimeOffset now) => Since is { } since && (now - since).TotalDays is >= LeastDays and { } days ? days / DaysAMonth : null;
}
