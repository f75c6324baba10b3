namespace Assay.Models.Hub;

/// <summary>What a pull is doing.</summary>
public enum PullStep
{
    /// <summary>Asking the hub what there is.</summary>
    Listing,

    /// <summary>Another process pulls the same model; waiting for it to end.</summary>
    Waiting,

    /// <summary>Fetching bytes.</summary>
    Fetching,

    /// <summary>Something failed and is tried again after a pause.</summary>
    Retrying,

    /// <summary>Comparing the checksum of a whole file.</summary>
    Checking,
}
