namespace Assay.Text.Templates;

/// <summary>An expression of a template.</summary>
/// <param name="Line">1-based line.</param>
internal abstract record Expression(int Line)
{
    /// <summary>A value written out.</summary>
    public sealed record Constant(int Line, TemplateValue Value) : Expression(Line);

    /// <summary>A variable.</summary>
    public sealed record Variable(int Line, string Name) : Expression(Line);

    /// <summary>A list or tuple.</summary>
    public sealed record Sequence(int Line, IReadOnlyList<Expression> Items, bool IsTuple) : Expression(Line);

    /// <summary>A mapping.</summary>
    public sealed record Mapping(int Line, IReadOnlyList<(Expression Key, Expression Value)> Entries) : Expression(Line);

    /// <summary><c>-x</c>, <c>+x</c>, <c>not x</c>.</summary>
    public sealed record Unary(int Line, string Operator, Expression Operand) : Expression(Line);

    /// <summary>Arithmetic.</summary>
    public sealed record Binary(int Line, string Operator, Expression Left, Expression Right) : Expression(Line);

    /// <summary><c>and</c>, <c>or</c>: give one of the operands.</summary>
    public sealed record Logic(int Line, bool IsAnd, Expression Left, Expression Right) : Expression(Line);

    /// <summary>A chain of comparisons, all of which must hold.</summary>
    public sealed record Comparison(int Line, Expression First, IReadOnlyList<(string Operator, Expression Operand)> Rest) : Expression(Line);

    /// <summary>Texts put together by <c>~</c>.</summary>
    public sealed record Concatenation(int Line, IReadOnlyList<Expression> Parts) : Expression(Line);

    /// <summary><c>a if b else c</c>.</summary>
    public sealed record Condition(int Line, Expression When, Expression Then, Expression? Else) : Expression(Line);

    /// <summary><c>a.name</c>.</summary>
    public sealed record Attribute(int Line, Expression Target, string Name) : Expression(Line);

    /// <summary><c>a[b]</c>.</summary>
    public sealed record Item(int Line, Expression Target, Expression Index) : Expression(Line);

    /// <summary><c>a[b:c:d]</c>.</summary>
    public sealed record Slice(int Line, Expression Target, Expression? Start, Expression? Stop, Expression? Step) : Expression(Line);

    /// <summary><c>a(…)</c>.</summary>
    public sealed record Call(int Line, Expression Target, CallArguments Arguments) : Expression(Line);

    /// <summary><c>a|name(…)</c>; no target inside of a filter block.</summary>
    public sealed record Filter(int Line, Expression? Target, string Name, CallArguments Arguments) : Expression(Line);

    /// <summary><c>a is name(…)</c>.</summary>
    public sealed record Test(int Line, Expression Target, string Name, CallArguments Arguments, bool Negated) : Expression(Line);
}

/// <summary>Arguments as they are written.</summary>
/// <param name="Places">By place.</param>
/// <param name="Names">By name.</param>
/// <param name="MorePlaces">After <c>*</c>.</param>
/// <param name="MoreNames">After <c>**</c>.</param>
internal sealed record CallArguments(IReadOnlyList<Expression> Places, IReadOnlyList<(string Name, Expression Value)> Names, Expression? MorePlaces, Expression? MoreNames)
{
    /// <summary>None.</summary>
    public static readonly CallArguments Empty = new([], [], null, null);
}
