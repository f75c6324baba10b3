namespace Assay.Text.Templates;

/// <summary>A model's chat template: how a conversation becomes the text that the model was trained on.</summary>
/// <remarks>
/// The language is the part of Jinja that chat templates use, with the settings of the reference: the first line break after a block is dropped, as are spaces before
/// a block at the start of a line; <c>break</c> and <c>continue</c>; JSON without HTML escapes; lists and mappings cannot be changed. A template comes with a downloaded
/// model and is not trusted: it reaches nothing but its input, and steps, depth and length are limited. The text is to be tokenized without adding special tokens,
/// and with those that it holds only where the template wrote them.
/// Immutable; safe to use from any number of threads.
/// </remarks>
public sealed class ChatTemplate
{
    private readonly IReadOnlyList<Statement> body;

    private ChatTemplate(string source)
    {
        Source = source;
        body = TemplateParser.Parse(source);
    }

    /// <summary>The template's text.</summary>
    public string Source { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="source">Its text.</param>
    /// <returns>The template.</returns>
    /// <exception cref="TemplateException">It is not well formed, or uses what chat templates do not have.</exception>
    public static ChatTemplate Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(source);
    }

    /// <summary>Renders a conversation.</summary>
    /// <param name="input">The conversation and what belongs to it.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateException">The template refuses the conversation (<see cref="TemplateException.Raised"/>), or cannot be rendered with it.</exception>
    public string Render(ChatTemplateInput input) => RenderParts(input).Text;

    /// <summary>Renders a conversation and tells which parts the template wrote and which were handed to it: what its tokens are made of, see <see cref="Tokenizers.Tokenizer.Encode(TemplateText, bool)"/>.</summary>
    /// <param name="input">The conversation and what belongs to it.</param>
    /// <returns>The text and its parts.</returns>
    /// <exception cref="TemplateException">The template refuses the conversation (<see cref="TemplateException.Raised"/>), or cannot be rendered with it.</exception>
    public TemplateText RenderParts(ChatTemplateInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Run(input).Text;
    }

    /// <summary>Renders a conversation and finds what the assistant says in it, to train on that and nothing else.</summary>
    /// <param name="input">The conversation; <see cref="ChatTemplateInput.AddGenerationPrompt"/> must be false.</param>
    /// <returns>The text and the assistant's turns in it.</returns>
    /// <exception cref="TemplateException">The template cannot be rendered.</exception>
    /// <exception cref="AssayException">The turns cannot be told: the template has no <c>generation</c> tags and does not keep earlier turns as they were.</exception>
    public RenderedChat RenderTurns(ChatTemplateInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.AddGenerationPrompt) throw new ArgumentException("A conversation whose turns are looked for ends with its last message: AddGenerationPrompt must be false.", nameof(input));
        (TemplateText text, IReadOnlyList<TextSpan> generations) = Run(input);
        return new(text, generations.Count > 0 ? generations : AssistantTurns.Find(this, input, text.Text));
    }

    private (TemplateText Text, IReadOnlyList<TextSpan> Generations) Run(ChatTemplateInput input) => new TemplateRenderer(input.Now).Render(body, input.Variables());
}
