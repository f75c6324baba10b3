using Assay.Text.Templates;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Examples.Facts;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Examples;

/// <summary>What training data is checked against.</summary>
public sealed record ExampleCheckOptions
{
    /// <summary>Most tokens of an example where nobody says another number.</summary>
    public const int UsualWindow = 2048;

    /// <summary>Makes tokens as training will.</summary>
    /// <value>Null by default: lengths are not measured.</value>
    public ExampleTokenizer? Tokenizer { get; init; }

    /// <summary>Most tokens that the model takes.</summary>
    /// <value>Default 2048; at least 2; ignored without <see cref="Tokenizer"/>.</value>
    public int Window { get; init; } = UsualWindow;

    /// <summary>Whether examples longer than the window are cut, which is then a warning.</summary>
    /// <value>Default false: they are an error.</value>
    public bool CutLong { get; init; }

    /// <summary>Whether rows that cannot be used are left out, which is then a warning.</summary>
    /// <value>Default false: they are an error.</value>
    public bool SkipBadRows { get; init; }

    /// <summary>The chat template to check with the examples.</summary>
    /// <value>Null by default: not checked.</value>
    public ChatTemplate? Template { get; init; }

    /// <summary>Text of the token that begins a text, for the template.</summary>
    /// <value>Null by default: none.</value>
    public string? BeginText { get; init; }

    /// <summary>Text of the token that ends a text, for the template.</summary>
    /// <value>Null by default: none.</value>
    public string? EndText { get; init; }

    /// <summary>When examples count as alike.</summary>
    /// <value>The defaults.</value>
    public DuplicateOptions Duplicates { get; init; } = new();

    /// <summary>The questions that the model will be scored on.</summary>
    /// <value>Empty by default: leaks are not looked for.</value>
    public IReadOnlyList<EvaluationQuestion> Questions { get; init; } = [];

    /// <summary>The project's documents.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<SourceDocument> Documents { get; init; } = [];

    /// <summary>How well the documents support a text.</summary>
    /// <value>Null by default: by the words of <see cref="Documents"/>; facts are not looked for where there are none.</value>
    public DocumentSupport? Support { get; init; }

    /// <summary>Why an answer has not the form that the project's answers must have; null for one that has it.</summary>
    /// <value>Null by default: answers have no form.</value>
    public Func<string, string?>? FormProblem { get; init; }

    /// <summary>Whether the base model knows what a sentence of an example's answers says, such as <see cref="KnowledgeProbe.Knows"/>.</summary>
    /// <value>Null by default: it is not asked.</value>
    public Func<ChatExample, string, bool>? Knows { get; init; }

    /// <summary>Most sentences that it is asked about, from the first one on; the facts of later ones count as unknown where the documents do not have them.</summary>
    /// <value>100 by default.</value>
    public int MostAsked { get; init; } = 100;
}
