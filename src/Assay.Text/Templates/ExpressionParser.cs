using System.Globalization;

namespace Assay.Text.Templates;

/// <summary>Expressions by precedence: condition, or, and, not, comparison, sum, <c>~</c>, product, power, sign, then filters and tests, which bind most tightly of all.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed class ExpressionParser(TokenStream tokens)
{
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    /// <summary>An expression.</summary>
    /// <returns>It.</returns>
    public Expression Parse() => tokens.Nested(() => Condition(withCondition: true));

    /// <summary>An expression, or several with commas, which are a tuple.</summary>
    /// <param name="withCondition">Whether <c>if</c> belongs to it; not so in <c>for</c>.</param>
    /// <returns>It.</returns>
    public Expression ParseTuple(bool withCondition = true) => tokens.Nested(() => Tuple(withCondition, parenthesised: false));

    /// <summary>The filters of a block, from the first name on.</summary>
    /// <returns>They, the last one outermost; the innermost has no target.</returns>
    public Expression.Filter ParseFilters()
    {
        Expression.Filter filter = Filter(null);
        while (tokens.TakeIf("|")) filter = Filter(filter);
        return filter;
    }

    /// <summary>Arguments in parentheses.</summary>
    /// <returns>They.</returns>
    public CallArguments ParseArguments()
    {
        tokens.Expect("(");
        List<Expression> places = [];
        List<(string, Expression)> names = [];
        Expression? morePlaces = null, moreNames = null;
        while (!tokens.Current.Is(")"))
        {
            if (tokens.TakeIf("**")) moreNames = Parse();
            else if (tokens.TakeIf("*")) morePlaces = Parse();
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.Is("="))
            {
                string name = tokens.Take().Text;
                tokens.Take();
                names.Add((name, Parse()));
            }
            else if (names.Count > 0 || moreNames is not null) throw tokens.Unexpected("an argument with a name");
            else places.Add(Parse());
            if (!tokens.TakeIf(",")) break;
        }

        tokens.Expect(")");
        return new(places, names, morePlaces, moreNames);
    }

    private Expression Tuple(bool withCondition, bool parenthesised)
    {
        int line = tokens.Current.Line;
        List<Expression> items = [];
        bool isTuple = false;
        while (!AtTupleEnd())
        {
            items.Add(Condition(withCondition));
            if (!tokens.TakeIf(",")) break;
            isTuple = true;
        }

        if (items.Count == 1 && !isTuple) return items[0];
        return items.Count > 0 || parenthesised ? new Expression.Sequence(line, items, IsTuple: true) : throw tokens.Unexpected("an expression");
    }

    private bool AtTupleEnd() => tokens.Current.Kind is TokenKind.OutputEnd or TokenKind.BlockEnd or TokenKind.End || tokens.Current.Is(")");

    private Expression Condition(bool withCondition)
    {
        Expression value = Or();
        if (!withCondition) return value;
        while (tokens.Current.IsName("if"))
        {
            int line = tokens.Take().Line;
            Expression test = Or();
            Expression? otherwise = tokens.TakeIfName("else") ? tokens.Nested(() => Condition(withCondition: true)) : null;
            value = new Expression.Condition(line, test, value, otherwise);
        }

        return value;
    }

    private Expression Or()
    {
        Expression left = And();
        while (tokens.Current.IsName("or")) left = new Expression.Logic(tokens.Take().Line, false, left, And());
        return left;
    }

    private Expression And()
    {
        Expression left = Not();
        while (tokens.Current.IsName("and")) left = new Expression.Logic(tokens.Take().Line, true, left, Not());
        return left;
    }

    private Expression Not() => tokens.Current.IsName("not") ? new Expression.Unary(tokens.Take().Line, "not", tokens.Nested(Not)) : Comparison();

    private Expression Comparison()
    {
        int line = tokens.Current.Line;
        Expression first = Sum();
        List<(string, Expression)> rest = [];
        while (true)
        {
            if (tokens.Current.Kind == TokenKind.Operator && Comparisons.Contains(tokens.Current.Text)) rest.Add((tokens.Take().Text, Sum()));
            else if (tokens.TakeIfName("in")) rest.Add(("in", Sum()));
            else if (tokens.Current.IsName("not") && tokens.Following.IsName("in"))
            {
                tokens.Take();
                tokens.Take();
                rest.Add(("not in", Sum()));
            }
            else break;
        }

        return rest.Count == 0 ? first : new Expression.Comparison(line, first, rest);
    }

    private Expression Sum() => Left(Concatenation, "+", "-");

    private Expression Concatenation()
    {
        int line = tokens.Current.Line;
        List<Expression> parts = [Product()];
        while (tokens.TakeIf("~")) parts.Add(Product());
        return parts.Count == 1 ? parts[0] : new Expression.Concatenation(line, parts);
    }

    private Expression Product() => Left(Power, "*", "/", "//", "%");

    private Expression Power() => Left(() => Signed(withFilters: true), "**");

    private Expression Left(Func<Expression> operand, params string[] operators)
    {
        Expression left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && operators.Contains(tokens.Current.Text))
        {
            TemplateToken op = tokens.Take();
            left = new Expression.Binary(op.Line, op.Text, left, operand());
        }

        return left;
    }

    private Expression Signed(bool withFilters)
    {
        Expression value = tokens.Current.Is("-") || tokens.Current.Is("+")
            ? new Expression.Unary(tokens.Current.Line, tokens.Take().Text, tokens.Nested(() => Signed(withFilters: false)))
            : Primary();
        value = Postfix(value);
        return withFilters ? Filters(value) : value;
    }

    private Expression Postfix(Expression value)
    {
        while (true)
        {
            int line = tokens.Current.Line;
            if (tokens.TakeIf(".")) value = Member(value, line);
            else if (tokens.TakeIf("[")) value = Subscript(value, line);
            else if (tokens.Current.Is("(")) value = new Expression.Call(line, value, ParseArguments());
            else return value;
        }
    }

    private Expression Filters(Expression value)
    {
        while (true)
        {
            int line = tokens.Current.Line;
            if (tokens.TakeIf("|")) value = Filter(value);
            else if (tokens.TakeIfName("is")) value = Test(value, line);
            else if (tokens.Current.Is("(")) value = new Expression.Call(line, value, ParseArguments());
            else return value;
        }
    }

    private Expression Member(Expression target, int line)
    {
        TemplateToken token = tokens.Take();
        if (token.Kind == TokenKind.Name) return new Expression.Attribute(line, target, token.Text);
        return token.Kind == TokenKind.Whole ? new Expression.Item(line, target, new Expression.Constant(line, Whole(token))) : throw new TemplateException(token.Line, $"expected a name after '.', found {token.Shown()}.");
    }

    private Expression Subscript(Expression target, int line)
    {
        Expression? start = null;
        if (!tokens.Current.Is(":"))
        {
            start = Parse();
            if (tokens.TakeIf("]")) return new Expression.Item(line, target, start);
            if (tokens.Current.Is(",")) throw new TemplateException(line, "several subscripts with commas are not supported.");
        }

        Expression? stop = null, step = null;
        tokens.Expect(":");
        if (!tokens.Current.Is(":") && !tokens.Current.Is("]")) stop = Parse();
        if (tokens.TakeIf(":") && !tokens.Current.Is("]")) step = Parse();
        tokens.Expect("]");
        return new Expression.Slice(line, target, start, stop, step);
    }

    private Expression.Filter Filter(Expression? target)
    {
        TemplateToken name = tokens.Expect(TokenKind.Name, "the name of a filter");
        if (!TemplateFilters.Known(name.Text)) throw new TemplateException(name.Line, $"there is no filter '{name.Text}'; supported are {TemplateFilters.Names}.");
        return new(name.Line, target, name.Text, tokens.Current.Is("(") ? ParseArguments() : CallArguments.Empty);
    }

    private Expression.Test Test(Expression target, int line)
    {
        bool negated = tokens.TakeIfName("not");
        TemplateToken name = tokens.Expect(TokenKind.Name, "the name of a test");
        if (!TemplateTests.Known(name.Text)) throw new TemplateException(name.Line, $"there is no test '{name.Text}'; supported are {TemplateTests.Names}.");
        CallArguments arguments = CallArguments.Empty;
        if (tokens.Current.Is("(")) arguments = ParseArguments();
        else if (BeginsTestArgument()) arguments = new([Postfix(Primary())], [], null, null);
        return new Expression.Test(line, target, name.Text, arguments, negated);
    }

    private bool BeginsTestArgument() => tokens.Current.Kind switch
    {
        TokenKind.Name => tokens.Current.Text is not ("else" or "or" or "and" or "is" or "if" or "in" or "not"),
        TokenKind.Text or TokenKind.Whole or TokenKind.Real => true,
        _ => tokens.Current.Is("[") || tokens.Current.Is("{"),
    };

    private Expression Primary()
    {
        TemplateToken token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Take();
                return Named(token);
            case TokenKind.Text:
                string text = "";
                while (tokens.Current.Kind == TokenKind.Text) text += tokens.Take().Text;
                return new Expression.Constant(token.Line, TemplateValue.Own(text));
            case TokenKind.Whole:
                return new Expression.Constant(token.Line, Whole(tokens.Take()));
            case TokenKind.Real:
                return new Expression.Constant(token.Line, TemplateValue.Of(double.Parse(tokens.Take().Text, NumberStyles.Float, CultureInfo.InvariantCulture)));
            default:
                if (tokens.TakeIf("(")) return Parenthesised();
                if (tokens.TakeIf("[")) return List(token.Line);
                return tokens.TakeIf("{") ? Mapping(token.Line) : throw tokens.Unexpected("an expression");
        }
    }

    private static Expression Named(TemplateToken token) => token.Text switch
    {
        "true" or "True" => new Expression.Constant(token.Line, TemplateValue.True),
        "false" or "False" => new Expression.Constant(token.Line, TemplateValue.False),
        "none" or "None" => new Expression.Constant(token.Line, TemplateValue.None),
        _ => new Expression.Variable(token.Line, token.Text),
    };

    private static TemplateValue Whole(TemplateToken token) =>
        long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? TemplateValue.Of(value) : throw new TemplateException(token.Line, $"the number {token.Shown()} needs more than 64 bits.");

    private Expression Parenthesised()
    {
        Expression value = tokens.Nested(() => Tuple(withCondition: true, parenthesised: true));
        tokens.Expect(")");
        return value;
    }

    private Expression.Sequence List(int line)
    {
        List<Expression> items = [];
        while (!tokens.Current.Is("]"))
        {
            items.Add(Parse());
            if (!tokens.TakeIf(",")) break;
        }

        tokens.Expect("]");
        return new Expression.Sequence(line, items, IsTuple: false);
    }

    private Expression.Mapping Mapping(int line)
    {
        List<(Expression, Expression)> entries = [];
        while (!tokens.Current.Is("}"))
        {
            Expression key = Parse();
            tokens.Expect(":");
            entries.Add((key, Parse()));
            if (!tokens.TakeIf(",")) break;
        }

        tokens.Expect("}");
        return new Expression.Mapping(line, entries);
    }
}
