using System.Collections.Immutable;

namespace Assay.Decisions.Vendors;

/// <summary>What a product buys or builds.</summary>
public enum VendorRole
{
    /// <summary>A model that answers as it is.</summary>
    Model,

    /// <summary>Training on examples.</summary>
    Tuning,

    /// <summary>Running weights that one has.</summary>
    Inference,

    /// <summary>Keeping and searching vectors.</summary>
    Vectors,
}

/// <summary>Whose machines it runs on.</summary>
public enum VendorHosting
{
    /// <summary>A service on the vendor's.</summary>
    Managed,

    /// <summary>Software on one's own.</summary>
    SelfHosted,
}

/// <summary>Whether new training can be started.</summary>
public enum TuningOffer
{
    /// <summary>By anybody.</summary>
    Offered,

    /// <summary>By those who already do.</summary>
    ExistingCustomers,

    /// <summary>No longer, or about to end.</summary>
    Deprecated,

    /// <summary>By nobody.</summary>
    None,
}

/// <summary>Whether inputs can be kept from being stored at all.</summary>
public enum ZeroRetention
{
    /// <summary>They are not stored anyhow.</summary>
    Default,

    /// <summary>By a setting.</summary>
    SelfServe,

    /// <summary>When the vendor approves.</summary>
    OnRequest,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>One thing to buy or to run. A fact that is null is not known; nothing is assumed from it.</summary>
/// <param name="Id">Short name, unique in the book.</param>
/// <param name="Vendor">Who makes it.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Roles">What it can be used for.</param>
/// <param name="Hosting">Whose machines it runs on.</param>
public sealed record VendorOption(string Id, string Vendor, string Name, ImmutableArray<VendorRole> Roles, VendorHosting Hosting)
{
    /// <summary>Whether there is a form of it that runs on one's own machines.</summary>
    public VendorFact<bool>? SelfHostable { get; init; }

    /// <summary>Regions among which the user chooses where data stays; empty when there is no choice.</summary>
    public VendorFact<ImmutableArray<string>>? Regions { get; init; }

    /// <summary>Days that inputs are stored unless something else is agreed; 0 or more.</summary>
    public VendorFact<int>? RetentionDays { get; init; }

    /// <summary>Whether storing can be turned off.</summary>
    public VendorFact<ZeroRetention>? ZeroRetention { get; init; }

    /// <summary>Whether the vendor trains models on inputs unless something else is agreed.</summary>
    public VendorFact<bool>? TrainsOnInputs { get; init; }

    /// <summary>Whether new training can be started.</summary>
    public VendorFact<TuningOffer>? Tuning { get; init; }

    /// <summary>From this day nobody can start training; null also where no end is announced.</summary>
    public VendorFact<DateOnly>? TuningEnds { get; init; }

    /// <summary>Whether trained weights can be taken away.</summary>
    public VendorFact<bool>? WeightsExport { get; init; }

    /// <summary>Whether stored vectors and texts can be taken away.</summary>
    public VendorFact<bool>? DataExport { get; init; }

    /// <summary>Licence of the software.</summary>
    public VendorFact<string>? Licence { get; init; }

    /// <summary>How the licence has changed; null also where no change is known.</summary>
    public VendorFact<string>? LicenceChanges { get; init; }

    /// <summary>USD a month that are due however little it is used.</summary>
    public VendorFact<decimal>? MinimumMonthlyFee { get; init; }

    /// <summary>From this day it is gone; null also where no end is announced.</summary>
    public VendorFact<DateOnly>? Shutdown { get; init; }

    /// <summary>What stays behind, or keeps costing.</summary>
    public VendorFact<string>? LockIn { get; init; }

    /// <summary>Whether data need not leave one's own machines.</summary>
    public bool RunsAtHome => Hosting == VendorHosting.SelfHosted || SelfHostable is { Value: true, SecondHand: false };
}

/// <summary>Hours of work to leave what has a role for another that has it.</summary>
/// <param name="Role">The role.</param>
/// <param name="Portable">Whether what was made there (weights, vectors) can be taken along.</param>
/// <param name="HoursLow">At least.</param>
/// <param name="HoursHigh">At most.</param>
/// <param name="Basis">What the range rests on.</param>
/// <param name="Source">Where it was read; null for an estimate of the book itself.</param>
public sealed record LeavingEffort(VendorRole Role, bool Portable, double HoursLow, double HoursHigh, string Basis, string? Source);
