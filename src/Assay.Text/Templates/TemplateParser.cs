namespace Assay.Text.Templates;

/// <summary>Statements of a template.</summary>
internal sealed class TemplateParser
{
    private static readonly string[] Unsupported = ["include", "import", "from", "extends", "block", "autoescape", "trans", "debug", "do"];

    private readonly TokenStream tokens;
    private readonly ExpressionParser expressions;
    private int loops;

    private TemplateParser(string template)
    {
        tokens = new(TemplateLexer.Read(template));
        expressions = new(tokens);
    }

    /// <summary>Parses a template.</summary>
    /// <param name="template">Its text.</param>
    /// <returns>Its statements.</returns>
    /// <exception cref="TemplateException">It is too long, not well formed, or uses what is not supported.</exception>
    public static IReadOnlyList<Statement> Parse(string template)
    {
        if (template.Length > TemplateLimits.LongestTemplate) throw new TemplateException(1, $"it has {template.Length} characters: expected at most {TemplateLimits.LongestTemplate}.");
        TemplateParser parser = new(template);
        List<Statement> body = parser.Body();
        return parser.tokens.Current.Kind == TokenKind.End ? body : throw new TemplateException(parser.tokens.Following.Line, $"{parser.tokens.Following.Shown()} closes or continues nothing.");
    }

    // Up to the tag that ends this body, whose name is not taken yet.
    private List<Statement> Body()
    {
        List<Statement> body = [];
        while (tokens.Current.Kind != TokenKind.End)
        {
            TemplateToken token = tokens.Current;
            if (token.Kind == TokenKind.Data) body.Add(new Statement.Data(token.Line, tokens.Take().Text));
            else if (token.Kind == TokenKind.OutputBegin)
            {
                tokens.Take();
                body.Add(new Statement.Output(token.Line, expressions.ParseTuple()));
                tokens.Expect(TokenKind.OutputEnd, "'}}'");
            }
            else if (tokens.Following is { Kind: TokenKind.Name, Text: "elif" or "else" } || (tokens.Following.Kind == TokenKind.Name && tokens.Following.Text.StartsWith("end", StringComparison.Ordinal))) break;
            else body.Add(tokens.Nested(Block));
        }

        return body;
    }

    private Statement Block()
    {
        tokens.Take();
        TemplateToken name = tokens.Expect(TokenKind.Name, "the name of a statement");
        return name.Text switch
        {
            "if" => If(name.Line),
            "for" => For(name.Line),
            "set" => Set(name.Line),
            "macro" => Macro(name.Line),
            "call" => Call(name.Line),
            "filter" => Filter(name.Line),
            "with" => With(name.Line),
            "generation" => new Statement.Generation(name.Line, Rest("generation")),
            "break" or "continue" => Jump(name),
            _ => throw new TemplateException(name.Line, Unsupported.Contains(name.Text) ? $"the statement '{name.Text}' is not supported in chat templates." : $"there is no statement '{name.Text}'."),
        };
    }

    private void EndTag() => tokens.Expect(TokenKind.BlockEnd, "'%}'");

    // The body up to the tag that closes it, and that tag.
    private List<Statement> Rest(string name)
    {
        EndTag();
        List<Statement> body = Body();
        Close(name);
        return body;
    }

    private void Close(string name)
    {
        if (tokens.Current.Kind == TokenKind.BlockBegin) tokens.Take();
        if (!tokens.TakeIfName("end" + name)) throw tokens.Unexpected($"'{{% end{name} %}}'");
        EndTag();
    }

    private Statement.If If(int line)
    {
        List<(Expression, IReadOnlyList<Statement>)> branches = [];
        IReadOnlyList<Statement> otherwise = [];
        do
        {
            Expression test = expressions.ParseTuple();
            EndTag();
            branches.Add((test, Body()));
        }
        while (Continues("elif"));
        if (Continues("else"))
        {
            EndTag();
            otherwise = Body();
        }

        Close("if");
        return new(line, branches, otherwise);
    }

    private bool Continues(string name)
    {
        if (tokens.Current.Kind != TokenKind.BlockBegin || !tokens.Following.IsName(name)) return false;
        tokens.Take();
        tokens.Take();
        return true;
    }

    private Statement.For For(int line)
    {
        Target target = ParseTarget(allowAttributes: false);
        if (!tokens.TakeIfName("in")) throw tokens.Unexpected("'in'");
        Expression items = expressions.ParseTuple(withCondition: false);
        Expression? filter = tokens.TakeIfName("if") ? expressions.Parse() : null;
        bool recursive = tokens.TakeIfName("recursive");
        EndTag();
        loops++;
        List<Statement> body = Body();
        loops--;
        IReadOnlyList<Statement> otherwise = [];
        if (Continues("else"))
        {
            EndTag();
            otherwise = Body();
        }

        Close("for");
        return new(line, target, items, filter, body, otherwise, recursive);
    }

    private Statement Set(int line)
    {
        Target target = ParseTarget(allowAttributes: true);
        if (tokens.TakeIf("="))
        {
            Expression value = expressions.ParseTuple();
            EndTag();
            return new Statement.Set(line, target, value);
        }

        Expression.Filter? filter = tokens.TakeIf("|") ? expressions.ParseFilters() : null;
        return new Statement.SetBlock(line, target, filter, Rest("set"));
    }

    private Target ParseTarget(bool allowAttributes)
    {
        List<Target> parts = [];
        bool several = false;
        do
        {
            if (parts.Count > 0 && tokens.Current.Kind != TokenKind.Name && !tokens.Current.Is("(")) break;
            if (tokens.TakeIf("("))
            {
                parts.Add(tokens.Nested(() => ParseTarget(allowAttributes)));
                tokens.Expect(")");
            }
            else parts.Add(SingleTarget(allowAttributes));
            several |= tokens.Current.Is(",");
        }
        while (tokens.TakeIf(","));
        return several ? new("", null, parts) : parts[0];
    }

    private Target SingleTarget(bool allowAttributes)
    {
        TemplateToken name = tokens.Expect(TokenKind.Name, "a name");
        if (name.Text is "true" or "True" or "false" or "False" or "none" or "None") throw new TemplateException(name.Line, $"cannot assign to '{name.Text}'.");
        return allowAttributes && tokens.TakeIf(".") ? new(name.Text, tokens.Expect(TokenKind.Name, "a name").Text, []) : new(name.Text, null, []);
    }

    private Statement.Macro Macro(int line)
    {
        string name = tokens.Expect(TokenKind.Name, "the name of a macro").Text;
        return new(line, name, Parameters(), Separate("macro"));
    }

    private List<Statement> Separate(string name)
    {
        // A loop around does not reach into a macro.
        int outer = loops;
        loops = 0;
        List<Statement> body = Rest(name);
        loops = outer;
        return body;
    }

    private List<(string, Expression?)> Parameters()
    {
        List<(string, Expression?)> parameters = [];
        tokens.Expect("(");
        while (!tokens.Current.Is(")"))
        {
            string name = tokens.Expect(TokenKind.Name, "the name of a parameter").Text;
            Expression? otherwise = tokens.TakeIf("=") ? expressions.Parse() : null;
            if (otherwise is null && parameters.Count > 0 && parameters[^1].Item2 is not null) throw tokens.Unexpected("a default, as the parameter before has one");
            parameters.Add((name, otherwise));
            if (!tokens.TakeIf(",")) break;
        }

        tokens.Expect(")");
        return parameters;
    }

    private Statement.CallBlock Call(int line)
    {
        List<(string, Expression?)> parameters = tokens.Current.Is("(") ? Parameters() : [];
        if (expressions.Parse() is not Expression.Call call) throw new TemplateException(line, "expected a call of a macro after 'call'.");
        return new(line, call, new(line, "caller", parameters, Separate("call")));
    }

    private Statement.FilterBlock Filter(int line) => new(line, expressions.ParseFilters(), Rest("filter"));

    private Statement.With With(int line)
    {
        List<(Target, Expression)> names = [];
        while (tokens.Current.Kind != TokenKind.BlockEnd)
        {
            Target target = SingleTarget(allowAttributes: false);
            tokens.Expect("=");
            names.Add((target, expressions.Parse()));
            if (!tokens.TakeIf(",")) break;
        }

        return new(line, names, Rest("with"));
    }

    private Statement.Jump Jump(TemplateToken name)
    {
        if (loops == 0) throw new TemplateException(name.Line, $"'{name.Text}' stands outside of a loop.");
        EndTag();
        return new(name.Line, name.Text == "break");
    }
}
