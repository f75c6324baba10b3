namespace Assay.Text.Templates;

/// <summary>What a value of a template is.</summary>
public enum TemplateKind
{
    /// <summary>A name that has no value; prints as nothing.</summary>
    Undefined,

    /// <summary>Python's <c>None</c>.</summary>
    None,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A whole number of 64 bits.</summary>
    Whole,

    /// <summary>A double.</summary>
    Real,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A list; never changed once made.</summary>
    List,

    /// <summary>A tuple: a list that prints in parentheses.</summary>
    Tuple,

    /// <summary>Keys and values in order; never changed once made.</summary>
    Mapping,

    /// <summary>The one thing a template can change: <c>namespace()</c>.</summary>
    Namespace,

    /// <summary>A macro, a function or a method.</summary>
    Function,
}
