namespace Assay.Decisions.Vendors;

/// <summary>Something known of a vendor, and where it was read.</summary>
/// <typeparam name="T">What kind of value it is.</typeparam>
/// <param name="Value">What is known.</param>
/// <param name="Source">Address of the page, or a file of Assay's own repository.</param>
/// <param name="Read">The day it was read.</param>
/// <param name="Note">What limits it; null when nothing does.</param>
/// <param name="SecondHand">Whether others than the vendor say so; it is worth knowing, but nothing is decided by it.</param>
public sealed record VendorFact<T>(T Value, string Source, DateOnly Read, string? Note = null, bool SecondHand = false);
