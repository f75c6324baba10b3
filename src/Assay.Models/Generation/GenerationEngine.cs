using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Assay.Models.Decoders;
using Assay.Numerics.Parallel;
using Assay.Text.Tokenizers;

namespace Assay.Models.Generation;

/// <summary>How an engine shares a model among texts.</summary>
public sealed record GenerationEngineOptions
{
    /// <summary>Most texts that are generated at once; others wait.</summary>
    /// <value>Default 8.</value>
    public int MostAtOnce { get; init; } = 8;

    /// <summary>Memory for the beginnings of earlier texts, in bytes; 0 keeps none.</summary>
    /// <value>Default 512 MiB.</value>
    public long PrefixBytes { get; init; } = 512L << 20;
}

/// <summary>Generates several texts at once with one model: each step takes one token of every text, or a part of a prompt, through the layers together.</summary>
/// <remarks>
/// Has one thread of its own. The order in which texts are asked for does not change what they become. Safe to use from any number of threads.
/// </remarks>
public sealed class GenerationEngine : IDisposable
{
    private readonly DecoderModel model;
    private readonly Tokenizer tokenizer;
    private readonly ImmutableArray<int> endTokens;
    private readonly GenerationEngineOptions options;
    private readonly DecoderPass pass;
    private readonly PrefixCache prefixes;
    private readonly Channel<Sequence> waiting = Channel.CreateUnbounded<Sequence>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Sequence> active = [];
    private readonly Thread thread;
    private float[] scores = [];

    /// <summary>An engine.</summary>
    /// <param name="model">The weights; not disposed with it.</param>
    /// <param name="tokenizer">From tokens to text.</param>
    /// <param name="endTokens">Tokens that end a text.</param>
    /// <param name="options">How it is shared; null for the defaults.</param>
    /// <param name="team">Who works on it; null for all processors.</param>
    public GenerationEngine(DecoderModel model, Tokenizer tokenizer, IEnumerable<int> endTokens, GenerationEngineOptions? options = null, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        this.model = model;
        this.tokenizer = tokenizer;
        this.endTokens = [.. endTokens.Distinct()];
        this.options = options ?? new GenerationEngineOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.MostAtOnce, 1);
        pass = new DecoderPass(model, team ?? WorkerTeam.Shared);
        prefixes = new PrefixCache(this.options.PrefixBytes);
        thread = new Thread(Work) { IsBackground = true, Name = "Assay generation" };
        thread.Start();
    }

    /// <summary>Generates a text.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Ends it before the next token.</param>
    /// <returns>Token by token; the last one is <see cref="GenerationEvent.Completed"/>.</returns>
    /// <exception cref="ContextOverflowException">The prompt is longer than the model's window.</exception>
    /// <exception cref="Assay.Text.InputException">An option is wrong, or the limit of tokens is below the shortest text that the constraint allows.</exception>
    public IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return EventsAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        waiting.Writer.TryComplete();
        thread.Join();
    }

    private async IAsyncEnumerable<GenerationEvent> EventsAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sequence = new Sequence(request, model, tokenizer, endTokens, left.Token);
        ObjectDisposedException.ThrowIf(!waiting.Writer.TryWrite(sequence), this);
        try
        {
            await foreach (GenerationEvent happened in sequence.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return happened;
        }
        finally
        {
            // Whoever stops reading does not want the rest.
            await left.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Work()
    {
        while (Admit()) Step();
        foreach (Sequence sequence in active) sequence.Fail(new ObjectDisposedException(nameof(GenerationEngine)));
        while (waiting.Reader.TryRead(out Sequence? sequence)) sequence.Fail(new ObjectDisposedException(nameof(GenerationEngine)));
    }

    // Takes in texts that wait; with none at all, waits for one. False when the engine ends.
    private bool Admit()
    {
        if (active.Count == 0 && !waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult()) return false;
        if (waiting.Reader.Completion.IsCompleted) return false;
        while (active.Count < options.MostAtOnce && waiting.Reader.TryRead(out Sequence? sequence)) active.Add(sequence);
        return true;
    }

    private void Step()
    {
        foreach (Sequence sequence in active.FindAll(s => s.Cancellation.IsCancellationRequested)) End(sequence, new OperationCanceledException(sequence.Cancellation));
        var scored = new List<Sequence>();
        int vocabulary = model.Config.VocabularySize;
        if (!Try(() => Forward(scored), out Exception? error))
        {
            foreach (Sequence sequence in active.ToArray()) End(sequence, error);
            return;
        }

        for (int i = 0; i < scored.Count; i++)
        {
            Sequence sequence = scored[i];
            bool goesOn = false;
            int at = i * vocabulary;
            if (!Try(() => goesOn = sequence.Choose(scores.AsSpan(at, vocabulary)), out error)) End(sequence, error);
            else if (!goesOn && active.Remove(sequence)) prefixes.Keep(sequence.Cache);
        }
    }

    private void Forward(List<Sequence> scored)
    {
        SequencePart[] parts = Parts(scored);
        int needed = scored.Count * model.Config.VocabularySize;
        if (scores.Length < needed) scores = new float[options.MostAtOnce * model.Config.VocabularySize];
        pass.Forward(parts, scores.AsSpan(0, needed));
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It goes to those who wait for the texts; the thread serves others.")]
    private static bool Try(Action action, [NotNullWhen(false)] out Exception? error)
    {
        try
        {
            action();
            error = null;
            return true;
        }
        catch (Exception thrown)
        {
            error = thrown;
            return false;
        }
    }

    // One token of every text that is under way, and as much of the prompts of others as there is room for.
    private SequencePart[] Parts(List<Sequence> scored)
    {
        var parts = new List<SequencePart>();
        int room = DecoderPass.MostRows;
        foreach (Sequence sequence in active.OrderBy(s => s.PendingCount).ToArray())
        {
            if (sequence.Cache.Length == 0 && prefixes.Find(sequence.Pending, sequence.Cache.Adapter) is { } known) sequence.GoOnFrom(known);
            int count = Math.Min(room, sequence.PendingCount);
            if (count == 0) break;
            SequencePart part = sequence.Next(count);
            parts.Add(part);
            if (part.Scores > 0) scored.Add(sequence);
            room -= count;
        }

        return [.. parts];
    }

    private void End(Sequence sequence, Exception error)
    {
        active.Remove(sequence);
        sequence.Fail(error);
    }
}
