namespace Assay.Retrieval.Storage;

/// <summary>Numbers of the access lists that every store has. Others are given in the order in which they are met and never reach a result.</summary>
public static class AccessClasses
{
    /// <summary>Documents about which nothing is said: readable by all as long as the store is not restricted, by nobody from then on.</summary>
    public const int Unstated = 0;

    /// <summary>Documents that everyone may read.</summary>
    public const int Everyone = 1;

    /// <summary>Documents that nobody may read.</summary>
    public const int Nobody = 2;
}
