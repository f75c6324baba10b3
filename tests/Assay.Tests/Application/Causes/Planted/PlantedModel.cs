using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Assay.Tests.Models.Constrained;
using Microsoft.Extensions.AI;

namespace Assay.Tests.Application.Causes.Planted;

/// <summary>Chance in a model: in a share of the questions every call may come out anyhow.</summary>
/// <param name="Share">Percent of the questions.</param>
/// <param name="Chance">Percent of the calls to these: half make something up, a quarter decline, a quarter are right.</param>
/// <param name="Seed">Any number.</param>
internal sealed record PlantedNoise(int Share, int Chance, ulong Seed);

/// <summary>
/// A model that answers by rule from what is really in its prompt: right when it sees the sentence with the answer and no planted fault keeps it from it. It sees nothing but messages and
/// options, as any model does. Trained, it fills the record as it should; held to a schema, it writes a record.
/// </summary>
internal sealed class PlantedModel(ImmutableArray<PlantedQuestion> questions, PlantedNoise noise, bool isTrained = false) : IChatClient
{
    private const string Abstention = "The documents do not answer this question.";
    private const string Marker = "Question: ";

    private readonly Dictionary<string, PlantedQuestion> _questions = questions.ToDictionary(q => q.Text, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Requests so far.</summary>
    public int Calls { get; private set; }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        string prompt = messages.Last(m => m.Role == ChatRole.User).Text;
        int at = prompt.LastIndexOf(Marker, StringComparison.Ordinal);
        PlantedQuestion question = _questions[at < 0 ? prompt : prompt[(at + Marker.Length)..]];
        string fact = Luck(question, prompt) ?? Fact(question, prompt);
        bool isHeld = options?.ResponseFormat is ChatResponseFormatJson;
        bool isCut = question.Has(PlantedFault.CutOff) && !isHeld && !isTrained;
        string text = isCut ? $"Thank you for asking. Before the answer is given, here is a long story about it{new string('.', 40)}" : Written(question, fact, isHeld);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = isCut ? ChatFinishReason.Length : ChatFinishReason.Stop });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // Nothing is held.
    }

    private static string Fact(PlantedQuestion q, string prompt)
    {
        if (!q.Answerable) return q.Has(PlantedFault.AnswersAnyway) ? q.MadeUp : Abstention;
        if (q.Has(PlantedFault.WrongFact)) return q.MadeUp;
        if (q.Has(PlantedFault.AbstainsInView)) return Abstention;
        if (q.Distractor is { } older && prompt.Contains(older.Sentence, StringComparison.Ordinal)) return older.Value;
        if (q.Sentence is { } sentence && prompt.Contains(sentence, StringComparison.Ordinal)) return q.Value;
        return q.Guesses ? q.MadeUp : Abstention;
    }

    private string Written(PlantedQuestion q, string fact, bool isHeld)
    {
        string sentence = fact == Abstention ? fact : $"It is {fact}.";
        bool isFormed = isHeld || isTrained;
        if (q.Has(PlantedFault.NotJson) && !isFormed) return sentence;
        string category = q.Has(PlantedFault.WrongLabel) && !isTrained ? (q.Category == "price" ? "service" : "price") : q.Category;
        bool urgent = q.Has(PlantedFault.WrongFlag) && !isTrained ? !q.Urgent : q.Urgent;
        return q.Has(PlantedFault.BrokenRecord) && !isFormed
            ? JsonSerializer.Serialize(new { answer = sentence, category, note = "see the manual" })
            : JsonSerializer.Serialize(new { answer = sentence, category, urgent });
    }

    // Each call for the same prompt is another throw, whatever else is asked meanwhile.
    private string? Luck(PlantedQuestion q, string prompt)
    {
        int call;
        lock (_lock)
        {
            Calls++;
            string key = $"{q.Id} {prompt}";
            call = _asked[key] = _asked.GetValueOrDefault(key) + 1;
        }

        if (!new Dice(noise.Seed ^ Hash(q.Id)).Chance(noise.Share)) return null;
        var dice = new Dice(noise.Seed ^ Hash($"{q.Id} {prompt}") ^ ((ulong)call << 48));
        if (!dice.Chance(noise.Chance)) return null;
        return dice.Below(4) switch { 0 => q.Answerable ? q.Value : Abstention, 1 => Abstention, _ => q.MadeUp };
    }

    // FNV-1a: the same on every machine.
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        unchecked
        {
            foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }
}
