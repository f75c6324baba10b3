using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Assay.Text;
using Assay.Text.Tokens;
using Assay.Tuning.Hosted.Dialects;

namespace Assay.Tuning.Hosted;

/// <summary>A hosted job that was checked and reckoned, and not yet sent: what to show and to have confirmed before an upload.</summary>
public sealed record HostedTuningPlan
{
    private const string NoPrice = "the price is not known: set the provider's price per million trained tokens to see a cost";

    private HostedTuningPlan(HostedTuningRequest request, HostedService service, HostedFileFacts trainingFile, HostedFileFacts? validationFile) =>
        (Request, Service, TrainingFile, ValidationFile) = (request, service, trainingFile, validationFile);

    /// <summary>What the user wants.</summary>
    public HostedTuningRequest Request { get; }

    /// <summary>Where it is trained, and until when.</summary>
    public HostedService Service { get; }

    /// <summary>The examples.</summary>
    public HostedFileFacts TrainingFile { get; }

    /// <summary>The examples to measure with; null for none.</summary>
    public HostedFileFacts? ValidationFile { get; }

    /// <summary>Name of the way in which tokens were counted; <c>estimate/1</c> is within about 10% on English prose.</summary>
    public required string Counter { get; init; }

    /// <summary>Passes over the file: those asked for, or those the provider takes by itself.</summary>
    public required int Epochs { get; init; }

    /// <summary>Whether the provider chooses <see cref="Epochs"/> and may choose others.</summary>
    public required bool EpochsAreGuessed { get; init; }

    /// <summary>US dollars per million trained tokens; null when unknown.</summary>
    public required decimal? UsdPerMillion { get; init; }

    /// <summary>The day on which the plan was made.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The same for the same files, model, settings and attempt: under it a job is found again. 16 hexadecimal digits.</summary>
    public required string Mark { get; init; }

    /// <summary>Tokens to be paid for: those of the training file times epochs.</summary>
    public long TrainedTokens => TrainingFile.Tokens * Epochs;

    /// <summary>Estimated cost in US dollars; null when the price is unknown.</summary>
    public decimal? CostUsd => UsdPerMillion is { } price ? TrainedTokens * price / 1_000_000m : null;

    /// <summary>Days until the service starts no more jobs, 0 or less when that day has come; null when no end is announced.</summary>
    public int? DaysLeft => Service.TuningEnds is { } end ? end.DayNumber - Today.DayNumber : null;

    /// <summary>Why the job may not be started: the limit of its cost; null when it may.</summary>
    public string? Refusal => (Request.MaxCostUsd, CostUsd) switch
    {
        (null, _) => null,
        ({ } limit, null) => $"The job may cost at most {Dollars(limit)}, and {NoPrice}. Nothing was sent.",
        ({ } limit, _) when EpochsAreGuessed => $"The job may cost at most {Dollars(limit)}, and the provider would choose the number of epochs and with it the cost. Set the epochs. Nothing was sent.",
        ({ } limit, { } cost) when cost > limit => $"The job would cost about {Dollars(cost)}, and it may cost at most {Dollars(limit)}. Take fewer epochs or examples, or raise the limit. Nothing was sent.",
        _ => null,
    };

    /// <summary>Checks the files by the service's rules, counts tokens and reckons the cost. Sends nothing and needs no key.</summary>
    /// <param name="request">What the user wants.</param>
    /// <param name="timeProvider">Tells the day.</param>
    /// <param name="counter">Counts tokens; null for <see cref="TokenCounter.Estimate"/>.</param>
    /// <param name="dialect">The wire format where the model's address does not tell it; null for what its service is known to speak.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The plan; see <see cref="Refusal"/>.</returns>
    /// <exception cref="InputException">A setting or the files are wrong; every setting and row is named.</exception>
    public static HostedTuningPlan Make(
        HostedTuningRequest request, TimeProvider timeProvider, TokenCounter? counter = null, HostedDialect? dialect = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(timeProvider);
        HostedService service = HostedService.Of(request.Model, dialect);
        IHostedDialect spoken = HostedTuner.DialectOf(service.Dialect);
        if (HostedSettings.Problems(request, spoken).ToArray() is { Length: > 0 } problems) throw new InputException(problems);
        counter ??= TokenCounter.Estimate;
        HostedModel? known = service.Find(request.Model.Name);
        int? context = request.ContextTokens ?? known?.ContextTokens;
        HostedMethod method = request.Hyperparameters.Method;
        HostedFileFacts training = HostedFileCheck.Read(request.TrainingFile, method, (service.MinExamples, service.MaxFileBytes, context), counter, cancellationToken);
        HostedFileFacts? validation = request.ValidationFile is { } file ? HostedFileCheck.Read(file, method, (1, service.MaxFileBytes, context), counter, cancellationToken) : null;
        (int epochs, bool guessed) = request.Hyperparameters.Epochs is { } asked ? (asked, false) : spoken.EpochsOf(training.Examples);
        return new HostedTuningPlan(request, service, training, validation)
        {
            Counter = counter.Name,
            Epochs = epochs,
            EpochsAreGuessed = guessed,
            UsdPerMillion = request.TrainingUsdPerMillion ?? known?.TrainingUsdPerMillion,
            Today = DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime),
            Mark = MarkOf(request, training, validation),
        };
    }

    /// <summary>The plan in sentences for a terminal.</summary>
    /// <returns>One fact a line.</returns>
    public ImmutableArray<string> Lines()
    {
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{Service.Name} trains {Request.Model} on {TrainingFile.Path}: {TrainingFile.Examples:N0} examples, {TrainingFile.Bytes:N0} bytes. The file leaves this machine."),
            string.Create(CultureInfo.InvariantCulture, $"Tokens: about {TrainingFile.Tokens:N0} ({Counter}) x {Epochs} epochs{(EpochsAreGuessed ? " (a guess: the provider chooses)" : "")} = {TrainedTokens:N0}."),
            CostUsd is { } cost ? string.Create(CultureInfo.InvariantCulture, $"Cost: about {Dollars(cost)} at {Dollars(UsdPerMillion!.Value)} per million trained tokens{(Request.TrainingUsdPerMillion is null ? $" (list of {HostedService.ListDate():yyyy-MM-dd})" : " (your price)")}. Running the model is paid apart.")
                : $"Cost: {NoPrice}.",
        ];
        if (ValidationFile is { } file) lines.Add(string.Create(CultureInfo.InvariantCulture, $"Validation: {file.Path}, {file.Examples:N0} examples, about {file.Tokens:N0} tokens. It is sent too; some providers ask a price for it."));
        lines.Add(End());
        if (Request.ContextTokens is null && Service.Find(Request.Model.Name)?.ContextTokens is null) lines.Add("The model's context is not known here: whether each example fits was not checked.");
        return [.. lines];
    }

    private string End() => (Service.TuningEnds, DaysLeft) switch
    {
        (null, _) => $"End of service: none is known for {Service.Name} (list of {HostedService.ListDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}). The recipe is kept, so that it can be re-run here.",
        ({ } end, <= 0) => $"{Service.Name} was to end tuning on {end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Service.EndNote} ({Service.EndSource}). Expect a refusal after the upload; the recipe can be re-run here.",
        ({ } end, { } days) => $"{Service.Name} ends tuning on {end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, in {days} days: {Service.EndNote} ({Service.EndSource}). The recipe is kept, so that it can be re-run here.",
        _ => "",
    };

    private static string MarkOf(HostedTuningRequest request, HostedFileFacts training, HostedFileFacts? validation)
    {
        HostedHyperparameters settings = request.Hyperparameters;
        byte[] canonical = JsonSerializer.SerializeToUtf8Bytes(new
        {
            format = 1,
            model = request.Model.ToString(),
            training = training.Sha256,
            validation = validation?.Sha256,
            settings,
            suffix = request.Suffix,
            seed = request.Seed,
            attempt = request.Attempt,
        });
        return Convert.ToHexStringLower(SHA256.HashData(canonical))[..16];
    }

    private static string Dollars(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.00##} USD");
}
