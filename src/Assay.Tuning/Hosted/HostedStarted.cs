using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Tuning.Hosted;

/// <summary>A job that was begun from this machine, as the ledger knows it.</summary>
/// <param name="Job">The provider's id; null when it is not known whether it was created: starting the same again finds out and creates none twice.</param>
/// <param name="Status">The last status seen, in the provider's word; null when none was.</param>
/// <param name="Begun">When.</param>
/// <param name="Service">The service's base address.</param>
/// <param name="RecipePath">The file that tells what it was made from.</param>
/// <param name="Recipe">What stands in it; null when it is gone.</param>
public sealed record HostedStarted(string? Job, string? Status, DateTimeOffset Begun, string Service, string RecipePath, HostedRecipe? Recipe)
{
    /// <summary>All jobs of a folder of ledgers; asks nobody.</summary>
    /// <param name="ledgerFolder">The folder that <see cref="HostedTuner.Open"/> was given.</param>
    /// <returns>The newest first.</returns>
    /// <exception cref="InputException">An entry or a recipe is damaged; names it.</exception>
    public static ImmutableArray<HostedStarted> In(string ledgerFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(ledgerFolder);
        return [.. HostedLedger.Jobs(ledgerFolder).Select(j => new HostedStarted(j.Entry.Id, j.Entry.Status, j.Entry.Begun, j.Entry.Service, j.Recipe, File.Exists(j.Recipe) ? HostedRecipe.Read(j.Recipe) : null))];
    }
}
