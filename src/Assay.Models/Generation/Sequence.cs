using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;
using Assay.Models.Constrained;
using Assay.Models.Decoders;
using Assay.Models.Sampling;
using Assay.Text.Tokenizers;

namespace Assay.Models.Generation;

/// <summary>One text that is being generated. Touched by the engine's thread only, but for the channel of its events.</summary>
internal sealed class Sequence
{
    private readonly GenerationRequest request;
    private readonly ImmutableArray<int> endTokens;
    private readonly Sampler sampler;
    private readonly ConstraintState? constraint;
    private readonly StopMatcher stop;
    private readonly IncrementalDecoder text;
    private readonly Decoder characters = Encoding.UTF8.GetDecoder();
    private readonly ArrayBufferWriter<byte> released = new();
    private readonly Channel<GenerationEvent> events = Channel.CreateUnbounded<GenerationEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly int most;
    private int[] pending;
    private int kept, generated;

    /// <summary>A text before its first token.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="model">Its vocabulary and window.</param>
    /// <param name="tokenizer">From tokens to text.</param>
    /// <param name="endTokens">Tokens that end it.</param>
    /// <param name="cancellationToken">Ends it before the next token.</param>
    /// <exception cref="ContextOverflowException">The prompt leaves no room for a token.</exception>
    /// <exception cref="Assay.Text.InputException">An option is wrong, or the limit of tokens is below the shortest text that the constraint allows.</exception>
    public Sequence(GenerationRequest request, DecoderModel model, Tokenizer tokenizer, ImmutableArray<int> endTokens, CancellationToken cancellationToken)
    {
        if (request.Prompt.IsDefaultOrEmpty) throw new ArgumentException("A prompt has at least one token.", nameof(request));
        if (request.Prompt.Any(t => t < 0 || t >= model.Config.VocabularySize)) throw new ArgumentException($"A prompt holds tokens from 0 to {model.Config.VocabularySize - 1}; found {request.Prompt.First(t => t < 0 || t >= model.Config.VocabularySize)}.", nameof(request));
        int room = model.Config.MaxPositions - request.Prompt.Length;
        if (room < 1) throw new ContextOverflowException(request.Prompt.Length, model.Config.MaxPositions);
        this.request = request;
        this.endTokens = endTokens;
        most = Math.Min(room, Math.Max(1, request.MaxTokens ?? room));
        sampler = new Sampler(request.Sampling, model.Config.VocabularySize);
        constraint = request.Constraint?.Begin(most);
        stop = new StopMatcher(request.StopTexts);
        text = tokenizer.DecodeIncrementally();
        pending = [.. request.Prompt];
        Cancellation = cancellationToken;
        Cache = model.NewCache(request.Adapter);
    }

    /// <summary>Ends it before the next token.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>What has gone through the model.</summary>
    public KeyValueCache Cache { get; private set; }

    /// <summary>What happens.</summary>
    public ChannelReader<GenerationEvent> Events => events.Reader;

    /// <summary>Tokens that have not gone through the model yet.</summary>
    public ReadOnlySpan<int> Pending => pending;

    /// <summary>How many there are.</summary>
    public int PendingCount => pending.Length;

    /// <summary>Goes on from a cache that holds the beginning of the prompt.</summary>
    public void GoOnFrom(KeyValueCache cache)
    {
        Cache = cache;
        kept = cache.Length;
        pending = pending[kept..];
    }

    /// <summary>The next tokens for the model.</summary>
    /// <param name="count">How many, at most as many as are pending; with the last of them the scores of the next one are asked for.</param>
    public SequencePart Next(int count)
    {
        var part = new SequencePart(Cache, pending.AsMemory(0, count), count == pending.Length ? 1 : 0);
        pending = pending[count..];
        return part;
    }

    /// <summary>Chooses the next token.</summary>
    /// <param name="scores">Scores of all tokens; changed.</param>
    /// <returns>Whether the text goes on.</returns>
    public bool Choose(Span<float> scores)
    {
        constraint?.Apply(scores);
        int token = sampler.Sample(scores);
        bool goesOn = Take(token, scored: true);

        // Tokens that cannot be others need no scores: they go through the model together with the next.
        while (goesOn && request.Sampling.LogProbabilities is null && constraint is not null && constraint.TryGetForced(out int forced)) goesOn = Take(forced, scored: false);
        return goesOn;
    }

    /// <summary>Ends it with an error, which its reader gets.</summary>
    public void Fail(Exception error) => events.Writer.TryComplete(error);

    private bool Take(int token, bool scored)
    {
        sampler.Accept(token);
        constraint?.Accept(token);
        generated++;
        bool ends = endTokens.Contains(token);
        string piece = ends ? "" : Released(text.Add(token));
        pending = [.. pending, token];
        events.Writer.TryWrite(new GenerationEvent.Piece(token, piece)
        {
            LogProbability = scored && request.Sampling.LogProbabilities is not null ? sampler.LogProbability : null,
            MostProbable = scored ? [.. sampler.MostProbable] : [],
        });
        if (!ends && stop.Found is null && constraint is not { IsFinished: true } && generated < most) return true;
        Complete(ends || stop.Found is not null || constraint is { IsFinished: true, IsComplete: true } ? FinishReason.Stop : FinishReason.Length);
        return false;
    }

    private void Complete(FinishReason reason)
    {
        string last = stop.Found is null ? Released(text.Finish(), last: true) : "";
        events.Writer.TryWrite(new GenerationEvent.Completed(reason, last) { PromptTokens = request.Prompt.Length, KeptTokens = kept, OutputTokens = generated });
        events.Writer.TryComplete();
    }

    private string Released(string added, bool last = false)
    {
        released.ResetWrittenCount();
        stop.Append(Encoding.UTF8.GetBytes(added), released);
        if (last && stop.Found is null) stop.Finish(released);
        char[] whole = new char[released.WrittenCount];
        return new string(whole, 0, characters.GetChars(released.WrittenSpan, whole, flush: last));
    }
}
