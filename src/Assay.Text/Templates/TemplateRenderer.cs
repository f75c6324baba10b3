namespace Assay.Text.Templates;

/// <summary>Runs the statements of one rendering.</summary>
internal sealed class TemplateRenderer
{
    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    private readonly TemplateBudget budget = new();
    private readonly ExpressionEvaluator evaluator;
    private readonly TemplateTextBuilder root = new();
    private readonly List<TextSpan> generations = [];
    private readonly TemplateScope global = new(null);
    private TemplateTextBuilder output;
    private bool inGeneration;

    /// <summary>A rendering.</summary>
    /// <param name="now">The time, for <c>strftime_now</c>.</param>
    public TemplateRenderer(DateTimeOffset? now)
    {
        evaluator = new(budget);
        output = root;
        TemplateGlobals.Add(global, budget, now);
    }

    /// <summary>Runs a template.</summary>
    /// <param name="body">Its statements.</param>
    /// <param name="variables">What it sees.</param>
    /// <returns>The text, and where it is inside of <c>generation</c>.</returns>
    /// <exception cref="TemplateException">It raises an exception, or something in it cannot be done.</exception>
    public (TemplateText Text, IReadOnlyList<TextSpan> Generations) Render(IReadOnlyList<Statement> body, IEnumerable<KeyValuePair<string, TemplateValue>> variables)
    {
        TemplateScope scope = new(global);
        foreach ((string name, TemplateValue value) in variables) scope.Set(name, value);
        try
        {
            Run(body, scope);
        }
        catch (TemplateFault fault)
        {
            throw new TemplateException(budget.Line, fault.Message);
        }
        catch (OverflowException)
        {
            throw new TemplateException(budget.Line, "a number needs more than 64 bits.");
        }

        return (root.Finish(), generations);
    }

    private Flow Run(IReadOnlyList<Statement> body, TemplateScope scope)
    {
        foreach (Statement statement in body)
        {
            budget.Enter(statement.Line);
            Flow flow = Run(statement, scope);
            budget.Leave();
            if (flow != Flow.Next) return flow;
        }

        return Flow.Next;
    }

    private Flow Run(Statement statement, TemplateScope scope)
    {
        switch (statement)
        {
            case Statement.Data s: output.Append(TemplateText.Own(s.Text)); return Flow.Next;
            case Statement.Output s: output.Append(PythonText.Parts(evaluator.Evaluate(s.Value, scope))); return Flow.Next;
            case Statement.If s: return Run(s.Branches.Where(b => TemplateOperators.IsTrue(evaluator.Evaluate(b.Test, scope))).Select(b => b.Body).FirstOrDefault() ?? s.Else, scope);
            case Statement.For s: Loop(s, evaluator.Evaluate(s.Items, scope), scope, 1); return Flow.Next;
            case Statement.Set s: Assign(s.Target, evaluator.Evaluate(s.Value, scope), scope); return Flow.Next;
            case Statement.SetBlock s: SetBlock(s, scope); return Flow.Next;
            case Statement.Macro s: scope.Set(s.Name, Macro(s, scope)); return Flow.Next;
            case Statement.CallBlock s: output.Append(PythonText.Parts(evaluator.Call(s.Call, scope, [new("caller", Macro(s.Caller, scope))]))); return Flow.Next;
            case Statement.FilterBlock s: output.Append(PythonText.Parts(evaluator.Through(s.Filter, TemplateValue.Of(Captured(s.Body, new(scope))), scope))); return Flow.Next;
            case Statement.With s: return With(s, scope);
            case Statement.Generation s: return Generation(s, scope);
            case Statement.Jump s: return s.IsBreak ? Flow.Break : Flow.Continue;
            default: throw new InvalidOperationException(statement.GetType().Name);
        }
    }

    private TemplateText Captured(IReadOnlyList<Statement> body, TemplateScope scope)
    {
        TemplateTextBuilder outer = output;
        output = new();
        Run(body, scope);
        TemplateText text = output.Finish();
        output = outer;
        return text;
    }

    private void Loop(Statement.For s, TemplateValue items, TemplateScope scope, int depth)
    {
        IReadOnlyList<TemplateValue> all = TemplateOperators.Iterate(budget.Charge(items));
        if (s.Filter is not null) all = [.. all.Where(i => TemplateOperators.IsTrue(evaluator.Evaluate(s.Filter, Item(s, i, scope))))];
        LoopState loop = new(all, depth, s.IsRecursive ? more => Again(s, more, scope, depth + 1) : null);
        for (int i = 0; i < all.Count; i++)
        {
            TemplateScope round = Item(s, all[i], scope);
            loop.GoTo(i);
            round.Set("loop", loop.Value);
            if (Run(s.Body, round) == Flow.Break) break;
        }

        if (all.Count == 0) Run(s.Else, new(scope));
    }

    private TemplateValue Again(Statement.For s, TemplateValue items, TemplateScope scope, int depth)
    {
        TemplateTextBuilder outer = output;
        output = new();
        Loop(s, items, scope, depth);
        TemplateText text = output.Finish();
        output = outer;
        return TemplateValue.Of(text);
    }

    private static TemplateScope Item(Statement.For s, TemplateValue item, TemplateScope scope)
    {
        TemplateScope round = new(scope);
        Assign(s.Target, item, round);
        return round;
    }

    private static void Assign(Target target, TemplateValue value, TemplateScope scope)
    {
        if (target.Attribute is not null)
        {
            TemplateValue space = scope.Find(target.Name) ?? TemplateValue.Undefined(target.Name);
            if (space.Kind != TemplateKind.Namespace) throw new TemplateFault($"only a namespace() can be changed: '{target.Name}' is {PythonText.TypeName(space)}.");
            space.Entries[TemplateValue.Of(target.Attribute)] = value;
        }
        else if (target.Parts.Count == 0) scope.Set(target.Name, value);
        else
        {
            IReadOnlyList<TemplateValue> parts = TemplateOperators.Iterate(value);
            if (parts.Count != target.Parts.Count) throw new TemplateFault($"{target.Parts.Count} names cannot take {parts.Count} values.");
            for (int i = 0; i < parts.Count; i++) Assign(target.Parts[i], parts[i], scope);
        }
    }

    private void SetBlock(Statement.SetBlock s, TemplateScope scope)
    {
        TemplateValue value = TemplateValue.Of(Captured(s.Body, new(scope)));
        Assign(s.Target, s.Filter is null ? value : evaluator.Through(s.Filter, value, scope), scope);
    }

    private Flow With(Statement.With s, TemplateScope scope)
    {
        TemplateScope inner = new(scope);
        foreach ((Target target, Expression value) in s.Names) Assign(target, evaluator.Evaluate(value, scope), inner);
        return Run(s.Body, inner);
    }

    private Flow Generation(Statement.Generation s, TemplateScope scope)
    {
        if (output != root) throw new TemplateFault("'generation' stands inside of a macro or a block that is not written at once, so its place in the result is not known.");
        if (inGeneration) throw new TemplateFault("'generation' stands inside of another.");
        int start = root.Length;
        inGeneration = true;
        Flow flow = Run(s.Body, new(scope));
        inGeneration = false;
        generations.Add(new TextSpan(start, root.Length));
        return flow;
    }

    private TemplateValue Macro(Statement.Macro macro, TemplateScope scope) => TemplateValue.Of(new TemplateFunction(macro.Name, a => Invoke(macro, a, scope)));

    private TemplateValue Invoke(Statement.Macro macro, TemplateArguments arguments, TemplateScope scope)
    {
        budget.Enter(macro.Line);
        TemplateScope inner = new(scope);
        for (int i = 0; i < macro.Parameters.Count; i++)
        {
            (string name, Expression? otherwise) = macro.Parameters[i];
            inner.Set(name, arguments.Find(i, name) ?? (otherwise is null ? TemplateValue.Undefined(name) : evaluator.Evaluate(otherwise, inner)));
        }

        KeyValuePair<string, TemplateValue>[] others = [.. arguments.Names.Where(n => macro.Parameters.All(p => p.Name != n.Key))];
        inner.Set("varargs", TemplateValue.OfTuple([.. arguments.Places.Skip(macro.Parameters.Count)]));
        inner.Set("kwargs", TemplateValue.OfMapping(others.Where(n => n.Key != "caller")));
        inner.Set("caller", others.FirstOrDefault(n => n.Key == "caller").Value ?? TemplateValue.Undefined("caller"));
        TemplateText text = Captured(macro.Body, inner);
        budget.Leave();
        return TemplateValue.Of(text);
    }
}
