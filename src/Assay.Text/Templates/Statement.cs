namespace Assay.Text.Templates;

/// <summary>A statement of a template.</summary>
/// <param name="Line">1-based line.</param>
internal abstract record Statement(int Line)
{
    /// <summary>Text as it is.</summary>
    public sealed record Data(int Line, string Text) : Statement(Line);

    /// <summary><c>{{ … }}</c>.</summary>
    public sealed record Output(int Line, Expression Value) : Statement(Line);

    /// <summary><c>if</c>, <c>elif</c>, <c>else</c>.</summary>
    public sealed record If(int Line, IReadOnlyList<(Expression Test, IReadOnlyList<Statement> Body)> Branches, IReadOnlyList<Statement> Else) : Statement(Line);

    /// <summary><c>for</c>.</summary>
    public sealed record For(int Line, Target Target, Expression Items, Expression? Filter, IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Else, bool IsRecursive) : Statement(Line);

    /// <summary><c>set x = …</c>.</summary>
    public sealed record Set(int Line, Target Target, Expression Value) : Statement(Line);

    /// <summary><c>set x</c> … <c>endset</c>.</summary>
    public sealed record SetBlock(int Line, Target Target, Expression.Filter? Filter, IReadOnlyList<Statement> Body) : Statement(Line);

    /// <summary><c>macro</c>, and the body of a <c>call</c>.</summary>
    public sealed record Macro(int Line, string Name, IReadOnlyList<(string Name, Expression? Default)> Parameters, IReadOnlyList<Statement> Body) : Statement(Line);

    /// <summary><c>call</c>: a macro is called and may call the body.</summary>
    public sealed record CallBlock(int Line, Expression.Call Call, Macro Caller) : Statement(Line);

    /// <summary><c>filter</c>: the body through filters.</summary>
    public sealed record FilterBlock(int Line, Expression.Filter Filter, IReadOnlyList<Statement> Body) : Statement(Line);

    /// <summary><c>with</c>: names for the body.</summary>
    public sealed record With(int Line, IReadOnlyList<(Target Target, Expression Value)> Names, IReadOnlyList<Statement> Body) : Statement(Line);

    /// <summary><c>generation</c>: what the assistant said.</summary>
    public sealed record Generation(int Line, IReadOnlyList<Statement> Body) : Statement(Line);

    /// <summary><c>break</c> or <c>continue</c>.</summary>
    public sealed record Jump(int Line, bool IsBreak) : Statement(Line);
}

/// <summary>What is assigned to: a name, an attribute of a namespace, or several.</summary>
/// <param name="Name">The name; empty when there are several.</param>
/// <param name="Attribute">The attribute; null for a plain name.</param>
/// <param name="Parts">The parts, when there are several.</param>
internal sealed record Target(string Name, string? Attribute, IReadOnlyList<Target> Parts);
