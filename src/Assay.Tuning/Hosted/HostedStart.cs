using System.Text.Json.Nodes;
using Assay.Models.Providers;
using Assay.Text;

namespace Assay.Tuning.Hosted;

/// <summary>Brings files and a job to a service so that each is there once, whatever broke before or breaks now.</summary>
/// <param name="api">The service.</param>
/// <param name="ledger">What was sent; locked by the caller.</param>
/// <param name="once">Sends.</param>
/// <param name="progress">Told what is there; may be null.</param>
internal sealed class HostedStart(HostedApi api, HostedLedger ledger, OnceOnly once, IProgress<HostedProgress>? progress)
{
    /// <summary>The job of a plan: the one that an earlier run began, or a new one.</summary>
    public async Task<HostedJob> StartAsync(HostedTuningPlan plan, CancellationToken cancellationToken)
    {
        if (ledger.Job(plan.Mark) is { Id: { } id })
        {
            HostedJob known = await KnownAsync(id, cancellationToken).ConfigureAwait(false);
            progress?.Report(new HostedJobReady(known, true));
            return known;
        }

        HostedRecipe.Of(plan, api.Connection.Address).Write(ledger.RecipePath(plan.Mark));
        string training = await SendAsync(plan.TrainingFile, cancellationToken).ConfigureAwait(false);
        string? validation = plan.ValidationFile is not { } file ? null
            : file.Sha256 == plan.TrainingFile.Sha256 ? training
            : await SendAsync(file, cancellationToken).ConfigureAwait(false);
        return await CreateAsync(plan, training, validation, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HostedJob> CreateAsync(HostedTuningPlan plan, string training, string? validation, CancellationToken cancellationToken)
    {
        JobEntry? begun = ledger.Job(plan.Mark);
        JsonObject body = api.Dialect.Create(plan.Request, training, validation, plan.Mark);
        (HostedJob job, bool wasThere) = await once.GetAsync(
            token => FindAsync(api.JobsAsync(token), j => j.Marks.Any(m => m.Contains(plan.Mark, StringComparison.Ordinal))),
            token => api.CreateAsync(body, token),
            begun is not null,
            () => begun = ledger.BeginJob(plan.Mark),
            cancellationToken).ConfigureAwait(false);
        ledger.Write((begun ?? ledger.BeginJob(plan.Mark)) with { Id = job.Id, Status = job.Status });
        progress?.Report(new HostedJobReady(job, wasThere));
        return job;
    }

    private async Task<string> SendAsync(HostedFileFacts file, CancellationToken cancellationToken)
    {
        if (HostedFileCheck.HashOf(file.Path) != file.Sha256)
            throw new InputException(new Problem(file.Path, null, "the file has changed since it was checked. Run the command again."));
        UploadEntry? begun = ledger.Upload(file.Sha256);
        if (begun?.Id is { } known && await IsThereAsync(known, cancellationToken).ConfigureAwait(false))
        {
            progress?.Report(new HostedFileReady(file.Path, known, true));
            return known;
        }

        // The hash in the name is how the file is found again.
        string name = $"assay-{file.Sha256[..32]}.jsonl";
        (HostedFile sent, bool wasThere) = await once.GetAsync(
            token => FindAsync(api.FilesAsync(token), f => f.Name == name && (f.Bytes is null || f.Bytes == file.Bytes)),
            token => api.UploadAsync(file.Path, name, token),
            begun is { Id: null },
            () => begun = ledger.Begin(file.Sha256, file.Bytes, name),
            cancellationToken).ConfigureAwait(false);
        ledger.Write((begun ?? ledger.Begin(file.Sha256, file.Bytes, name)) with { Id = sent.Id });
        progress?.Report(new HostedFileReady(file.Path, sent.Id, wasThere));
        return sent.Id;
    }

    private async Task<bool> IsThereAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await api.FileAsync(file, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ProviderException e) when (e.Status == 404)
        {
            // Deleted since, or of another account.
            return false;
        }
    }

    private async Task<HostedJob> KnownAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await api.JobAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException e) when (e.Status == 404)
        {
            throw new AssayException($"{api.Connection.Provider} does not know job {id}, which this ledger says was started there. Use the key it was started with, or raise the attempt to start, and pay for, another one.", e);
        }
    }

    private static async Task<T?> FindAsync<T>(IAsyncEnumerable<T> all, Func<T, bool> isIt) where T : class
    {
        T? found = null;
        await foreach (T one in all.ConfigureAwait(false))
        {
            if (!isIt(one)) continue;
            found = one;
            break;
        }

        return found;
    }
}
