namespace Assay.Decisions.Prices;

/// <summary>Kinds of providers of graphics processors, from the dearest and most dependable to the cheapest.</summary>
public enum GpuProviderClass
{
    /// <summary>A general cloud, such as AWS, Azure and Google.</summary>
    Hyperscaler,

    /// <summary>A cloud for graphics processors in data centres of its own.</summary>
    Specialist,

    /// <summary>Hardware of others, without a data centre's guarantees.</summary>
    Marketplace,
}
