namespace Assay.Tests.Retrieval.Reading;

/// <summary>A file made to do harm to what reads it.</summary>
/// <param name="Name">Its name with the ending that selects the reader.</param>
/// <param name="Make">Makes its bytes.</param>
internal sealed record HostileFile(string Name, Func<byte[]> Make)
{
    /// <summary>Whether it must be refused; null where reading it is as good.</summary>
    public bool? Refused { get; init; }

    /// <summary>Whether making or hashing it takes seconds.</summary>
    public bool IsBig { get; init; }
}
