using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Retrieval.Storage;

namespace Assay.Retrieval.Search;

/// <summary>
/// Which chunks a search may return. Every index asks it before a hit can enter the best k, so that what may not be seen never
/// takes the place of what may.
/// </summary>
/// <remarks>Immutable; safe to use from several threads at once. No filter (null) stands for all chunks.</remarks>
public sealed class ChunkFilter
{
    private readonly bool[]? classes;
    private readonly FrozenSet<long>? keys;

    /// <summary>Makes a filter; a chunk must pass both parts.</summary>
    /// <param name="accessClasses">The access classes that may be read, 0 or more each; null for all. A class that is not named is denied.</param>
    /// <param name="documents">The keys of the documents that may be returned; null for all. Keys that are not stored do no harm.</param>
    /// <exception cref="ArgumentOutOfRangeException">An access class is negative.</exception>
    public ChunkFilter(IEnumerable<int>? accessClasses, IEnumerable<long>? documents)
    {
        if (accessClasses is not null)
        {
            classes = Table(accessClasses);
            AccessKey = string.Create(classes.Length, classes, (key, table) =>
            {
                for (int i = 0; i < table.Length; i++) key[i] = table[i] ? '1' : '0';
            });
        }

        if (documents is null) return;
        keys = documents.ToFrozenSet();
        Documents = [.. keys.Order()];
    }

    /// <summary>The only document keys that may be returned, ascending and without repeats; null for all.</summary>
    public ImmutableArray<long>? Documents { get; }

    /// <summary>Whether some access classes are denied.</summary>
    public bool RestrictsAccess => classes is not null;

    /// <summary>Names the set of allowed access classes: equal for equal sets; null when none are denied.</summary>
    internal string? AccessKey { get; }

    /// <summary>Whether a chunk may be returned.</summary>
    /// <param name="row">The chunk's row id: document key and ordinal.</param>
    /// <param name="accessClass">The access class of its document.</param>
    /// <returns>True when both its class and its document are allowed.</returns>
    public bool Allows(long row, int accessClass) => AllowsClass(accessClass) && AllowsDocument(row >> StoreSchema.OrdinalBits);

    /// <summary>Whether documents of an access class may be returned.</summary>
    /// <param name="accessClass">The class; an unknown one is denied when classes are restricted.</param>
    /// <returns>True when it may be read.</returns>
    public bool AllowsClass(int accessClass) => classes is null || ((uint)accessClass < (uint)classes.Length && classes[accessClass]);

    /// <summary>Whether a document may be returned, its access class aside.</summary>
    /// <param name="key">The document's key.</param>
    /// <returns>True when it is among the documents asked for.</returns>
    public bool AllowsDocument(long key) => keys is null || keys.Contains(key);

    private static bool[] Table(IEnumerable<int> accessClasses)
    {
        int[] allowed = [.. accessClasses];
        if (allowed.Length == 0) return [];
        ArgumentOutOfRangeException.ThrowIfNegative(allowed.Min(), nameof(accessClasses));
        var table = new bool[allowed.Max() + 1];
        foreach (int accessClass in allowed) table[accessClass] = true;
        return table;
    }
}
