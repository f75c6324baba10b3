using Assay.Models.Constrained.Automata;

namespace Assay.Models.Constrained.Grammars;

/// <summary>Punctuation of JSON in one layout.</summary>
internal sealed class JsonMarks
{
    /// <summary>Marks of a layout.</summary>
    /// <param name="layout">Which spaces there are.</param>
    /// <param name="literal">Makes the automaton of a text.</param>
    public JsonMarks(JsonLayout layout, Func<string, Dfa> literal)
    {
        Layout = layout;
        CommaText = layout == JsonLayout.Spaced ? ", " : ",";
        ColonText = layout == JsonLayout.Spaced ? ": " : ":";
        OpenArray = literal("[");
        CloseArray = literal("]");
        OpenObject = literal("{");
        CloseObject = literal("}");
        Comma = literal(CommaText);
        Quote = literal("\"");
        CommaQuote = literal(CommaText + "\"");
        Colon = literal(ColonText);
    }

    /// <summary>Which spaces there are.</summary>
    public JsonLayout Layout { get; }

    /// <summary>What is between members and items.</summary>
    public string CommaText { get; }

    /// <summary>What is between a key and its value.</summary>
    public string ColonText { get; }

    /// <summary>Begins an array.</summary>
    public Dfa OpenArray { get; }

    /// <summary>Ends an array.</summary>
    public Dfa CloseArray { get; }

    /// <summary>Begins an object.</summary>
    public Dfa OpenObject { get; }

    /// <summary>Ends an object.</summary>
    public Dfa CloseObject { get; }

    /// <summary>Between items.</summary>
    public Dfa Comma { get; }

    /// <summary>Begins a key or string.</summary>
    public Dfa Quote { get; }

    /// <summary>Begins a key that is not the first.</summary>
    public Dfa CommaQuote { get; }

    /// <summary>Between key and value.</summary>
    public Dfa Colon { get; }
}
