using System.Collections.Immutable;
using Assay.Models.Local;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Forgetting;
using Microsoft.Extensions.AI;

namespace Assay.Tuning.Export;

/// <summary>A prompt that exported models are compared with.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Tokens">Its tokens; one or more.</param>
public sealed record ReplayPrompt(string Name, ImmutableArray<int> Tokens);

/// <summary>Prompts that exported models are compared with.</summary>
public static class ReplayPrompts
{
    /// <summary>How many are replayed where nothing else is said.</summary>
    public const int Usual = 20;

    private const int Words = 12;

    /// <summary>Beginnings of general texts, as text and as questions: what is there for every model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">How many.</param>
    /// <param name="room">Tokens that must be left in the model's window.</param>
    /// <returns>That many, or fewer where the window is too small for them.</returns>
    public static ImmutableArray<ReplayPrompt> General(LocalModel model, int count, int room)
    {
        ArgumentNullException.ThrowIfNull(model);
        IEnumerable<ReplayPrompt> prompts = GeneralTexts.BuiltIn.Select((t, i) =>
        {
            string beginning = string.Join(' ', t.Text.Split(' ').Take(Words)), name = $"general text of {t.Name}";
            return i % 2 == 0 && model.Template is not null ? new ReplayPrompt(name, ChatPrompt.Tokens(model, name, [new ChatMessage(ChatRole.User, beginning)], DateTimeOffset.UnixEpoch)) : new ReplayPrompt(name, model.Tokenizer.Encode(beginning).Ids);
        });
        return [.. Fitting(model, prompts, room).Take(count)];
    }

    /// <summary>What users ask in examples: conversations up to the last answer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">The examples; the first ones are taken.</param>
    /// <param name="count">How many.</param>
    /// <param name="room">Tokens that must be left in the model's window.</param>
    /// <returns>That many, or fewer where there are fewer that fit.</returns>
    /// <exception cref="AssayException">The model's template refuses a conversation.</exception>
    public static ImmutableArray<ReplayPrompt> Of(LocalModel model, IEnumerable<ChatExample> examples, int count, int room)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        IEnumerable<ReplayPrompt> prompts = examples.Where(e => e.Messages is [.., { Role: "user" }, { Role: "assistant" }]).Select(e =>
        {
            string name = $"example in line {e.Line}";
            return new ReplayPrompt(name, ChatPrompt.Tokens(model, name, [.. e.Messages[..^1].Select(m => new ChatMessage(new ChatRole(m.Role), m.Content))], DateTimeOffset.UnixEpoch));
        });
        return [.. Fitting(model, prompts, room).Take(count)];
    }

    /// <summary>Prompts that a user named.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="room">Tokens that must be left in the model's window.</param>
    /// <returns>Those that fit.</returns>
    /// <exception cref="AssayException">The model's template refuses one.</exception>
    public static ImmutableArray<ReplayPrompt> Of(LocalModel model, IEnumerable<PinnedPrompt> prompts, int room) => [.. Fitting(model, prompts.Select(p => new ReplayPrompt(p.Name, p.Tokens(model))), room)];

    private static IEnumerable<ReplayPrompt> Fitting(LocalModel model, IEnumerable<ReplayPrompt> prompts, int room) => prompts.Where(p => !p.Tokens.IsEmpty && p.Tokens.Length + room <= model.Config.MaxPositions);
}
