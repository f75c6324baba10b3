using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Models.Constrained.Automata;
using Assay.Models.Constrained.Grammars;
using Assay.Models.Constrained.Patterns;
using Assay.Models.Constrained.Schemas;
using Assay.Text;

namespace Assay.Models.Constrained;

/// <summary>What generated text must look like: a JSON Schema or a regular expression. Immutable and safe to share.</summary>
/// <remarks>
/// Everything that cannot be held to is refused here, with its place, and nothing is ignored. What is generated is always valid; it is not always everything that is valid:
/// properties come in the order of the schema and properties that are not declared only where <c>additionalProperties</c> is given or nothing is declared; white space is that of
/// the <see cref="JsonLayout"/>; strings have one spelling (raw UTF-8, escapes where needed) and no control characters but tab and line breaks unless a pattern asks for them;
/// integers have at most 18 digits, other numbers 15 before and 12 behind the point; nesting ends at 64 levels.
/// </remarks>
public sealed class Constraint
{
    private const int MaxSchemaLength = 1 << 20;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };
    private readonly Func<AutomatonSet, Expression> build;

    private Constraint(Func<AutomatonSet, Expression> build, string name)
    {
        this.build = build;
        Name = name;
        bool[] every = new bool[256];
        every.AsSpan().Fill(true);
        Expression root = build(new AutomatonSet(every));
        ShortestBytes = root.Least(0);
        if (ShortestBytes >= Cost.Never) throw new InputException(new Problem("", null, $"No text satisfies the {name}. Look for a required property without a possible value, bounds that exclude each other, or nesting without an end."));
    }

    /// <summary>What it is, for messages.</summary>
    internal string Name { get; }

    /// <summary>Length in bytes of the shortest text that satisfies it.</summary>
    public long ShortestBytes { get; }

    /// <summary>A constraint to the documents of a JSON Schema (draft 2020-12).</summary>
    /// <param name="schema">The schema as JSON text.</param>
    /// <param name="layout">White space in the documents.</param>
    /// <returns>The constraint.</returns>
    /// <exception cref="InputException">Not JSON, or a keyword that is malformed, not supported or cannot be satisfied; with its JSON pointer.</exception>
    public static Constraint FromJsonSchema(string schema, JsonLayout layout = JsonLayout.Spaced)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (!Enum.IsDefined(layout)) throw new ArgumentOutOfRangeException(nameof(layout));
        if (schema.Length > MaxSchemaLength) throw SchemaReader.Refusal("#", "it is larger than 1 MB");
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(schema, nodeOptions: null, Strict);
            _ = root is JsonObject ? root.AsObject().Count : 0;
        }
        catch (JsonException e)
        {
            throw SchemaReader.Refusal("#", $"it is not JSON: {e.Message.TrimEnd('.')}");
        }

        return new Constraint(automata => SchemaGrammar.Build(root, layout, automata), "JSON Schema");
    }

    /// <summary>A constraint to the whole texts that match a regular expression.</summary>
    /// <param name="pattern">Literals, classes, <c>\d \w \s \p{L}</c>, groups, alternation, quantifiers and anchors at the ends; no look-around, back-references or options.</param>
    /// <returns>The constraint.</returns>
    /// <exception cref="InputException">Not a supported expression, with the position; or one that needs too large an automaton.</exception>
    public static Constraint FromRegex(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        try
        {
            Dfa dfa = PatternCompiler.Compile(PatternParser.Parse(pattern, unicode: true, search: false), inJson: false);
            return new Constraint(automata => new TerminalExpression(automata.Restrict(dfa)), "regular expression");
        }
        catch (PatternException e)
        {
            throw new InputException(new Problem("", null, $"The regular expression '{pattern}' cannot be used for generation: it {e.Message} (at character {e.Position + 1})."));
        }
        catch (AutomatonTooLargeException e)
        {
            throw new InputException(new Problem("", null, $"The regular expression '{pattern}' cannot be used for generation: it {e.Message}."));
        }
    }

    /// <summary>The grammar over some automata.</summary>
    internal Expression Build(AutomatonSet automata) => build(automata);
}
