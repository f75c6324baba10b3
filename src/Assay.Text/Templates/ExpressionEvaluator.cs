namespace Assay.Text.Templates;

/// <summary>Computes expressions.</summary>
/// <param name="budget">Counts the steps.</param>
internal sealed class ExpressionEvaluator(TemplateBudget budget)
{
    /// <summary>Computes an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="scope">Where its names are looked up.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="TemplateFault">It cannot be computed.</exception>
    public TemplateValue Evaluate(Expression expression, TemplateScope scope)
    {
        budget.Enter(expression.Line);
        TemplateValue value = expression switch
        {
            Expression.Constant e => e.Value,
            Expression.Variable e => scope.Find(e.Name) ?? TemplateValue.Undefined(e.Name),
            Expression.Sequence e => Sequence(e, scope),
            Expression.Mapping e => Mapping(e, scope),
            Expression.Unary e => Unary(e, Evaluate(e.Operand, scope)),
            Expression.Binary e => budget.Charge(TemplateOperators.Binary(e.Operator, Evaluate(e.Left, scope), Evaluate(e.Right, scope))),
            Expression.Logic e => Evaluate(e.Left, scope) is var left && TemplateOperators.IsTrue(left) == e.IsAnd ? Evaluate(e.Right, scope) : left,
            Expression.Comparison e => Compare(e, scope),
            Expression.Concatenation e => budget.Charge(TemplateValue.Of(TemplateText.Join(TemplateText.Given(""), e.Parts.Select(p => PythonText.Parts(Evaluate(p, scope)))))),
            Expression.Condition e => TemplateOperators.IsTrue(Evaluate(e.When, scope)) ? Evaluate(e.Then, scope) : e.Else is null ? TemplateValue.Undefined("") : Evaluate(e.Else, scope),
            Expression.Attribute e => TemplateAccess.Attribute(Evaluate(e.Target, scope), e.Name),
            Expression.Item e => TemplateAccess.Item(Charged(Evaluate(e.Target, scope)), Evaluate(e.Index, scope)),
            Expression.Slice e => budget.Charge(TemplateOperators.Slice(budget.Charge(Evaluate(e.Target, scope)), (Bound(e.Start, scope), Bound(e.Stop, scope), Bound(e.Step, scope)))),
            Expression.Call e => Call(e, scope, []),
            Expression.Filter e => Filter(e, e.Target is null ? TemplateValue.None : Evaluate(e.Target, scope), scope),
            Expression.Test e => TemplateValue.Of(TemplateTests.Run(e.Name, Arguments(e.Name, e.Arguments, scope, [budget.Charge(Evaluate(e.Target, scope))])) != e.Negated),
            _ => throw new InvalidOperationException(expression.GetType().Name),
        };
        budget.Leave();
        return value;
    }

    /// <summary>Sends a value through filters.</summary>
    /// <param name="filters">The filters, the last one outermost; the innermost has no target.</param>
    /// <param name="value">The value.</param>
    /// <param name="scope">Where names are looked up.</param>
    /// <returns>The result.</returns>
    public TemplateValue Through(Expression.Filter filters, TemplateValue value, TemplateScope scope) =>
        Filter(filters, filters.Target is Expression.Filter inner ? Through(inner, value, scope) : value, scope);

    /// <summary>Calls something.</summary>
    /// <param name="call">The call.</param>
    /// <param name="scope">Where names are looked up.</param>
    /// <param name="more">Arguments by name besides those written.</param>
    /// <returns>The result.</returns>
    public TemplateValue Call(Expression.Call call, TemplateScope scope, IReadOnlyList<KeyValuePair<string, TemplateValue>> more)
    {
        TemplateValue target = Evaluate(call.Target, scope);
        if (target.IsUndefined) throw new TemplateFault($"'{target.Name}' is undefined and cannot be called.");
        if (target.Kind == TemplateKind.Namespace && target.Entries.TryGetValue(LoopState.Recursion, out TemplateValue? recursion)) target = recursion;
        if (target.Kind != TemplateKind.Function) throw new TemplateFault($"{PythonText.TypeName(target)} cannot be called.");
        TemplateArguments written = Arguments(target.Function.Name, call.Arguments, scope, []);
        if (call.Target is Expression.Attribute) budget.Charge(Receiver(call.Target, scope));
        TemplateArguments arguments = more.Count == 0 ? written : new(written.Name, written.Places, [.. written.Names, .. more]);
        return budget.Charge(target.Function.Call(arguments));
    }

    // The value a method works on, for its size: a name or nothing, so that nothing is computed twice.
    private static TemplateValue Receiver(Expression target, TemplateScope scope) =>
        target is Expression.Attribute { Target: Expression.Variable variable } ? scope.Find(variable.Name) ?? TemplateValue.None : TemplateValue.None;

    private TemplateValue Charged(TemplateValue value) => value.IsText ? budget.Charge(value) : value;

    private TemplateValue? Bound(Expression? bound, TemplateScope scope) => bound is null ? null : Evaluate(bound, scope);

    private TemplateValue Sequence(Expression.Sequence e, TemplateScope scope)
    {
        TemplateValue[] items = [.. e.Items.Select(i => Evaluate(i, scope))];
        return e.IsTuple ? TemplateValue.OfTuple(items) : TemplateValue.OfList(items);
    }

    private TemplateValue Mapping(Expression.Mapping e, TemplateScope scope)
    {
        OrderedDictionary<TemplateValue, TemplateValue> entries = TemplateValue.NewEntries();
        foreach ((Expression key, Expression value) in e.Entries) entries[Evaluate(key, scope)] = Evaluate(value, scope);
        return TemplateValue.OfEntries(entries);
    }

    private static TemplateValue Unary(Expression.Unary e, TemplateValue value) => e.Operator switch
    {
        "not" => TemplateValue.Of(!TemplateOperators.IsTrue(value)),
        "-" => value.Kind == TemplateKind.Real ? TemplateValue.Of(-value.Real) : TemplateOperators.Binary("-", TemplateValue.Of(0L), value),
        _ => TemplateOperators.Binary("+", TemplateValue.Of(0L), value),
    };

    private TemplateValue Compare(Expression.Comparison e, TemplateScope scope)
    {
        TemplateValue left = Evaluate(e.First, scope);
        foreach ((string op, Expression operand) in e.Rest)
        {
            TemplateValue right = Evaluate(operand, scope);
            budget.Charge(right);
            bool holds = op switch
            {
                "==" => PythonEquality.Instance.Equals(left, right),
                "!=" => !PythonEquality.Instance.Equals(left, right),
                "in" => TemplateOperators.Contains(left, right),
                "not in" => !TemplateOperators.Contains(left, right),
                "<" => PythonEquality.Compare(left, right, op) < 0,
                "<=" => PythonEquality.Compare(left, right, op) <= 0,
                ">" => PythonEquality.Compare(left, right, op) > 0,
                _ => PythonEquality.Compare(left, right, op) >= 0,
            };
            if (!holds) return TemplateValue.False;
            left = right;
        }

        return TemplateValue.True;
    }

    private TemplateValue Filter(Expression.Filter e, TemplateValue value, TemplateScope scope) =>
        budget.Charge(TemplateFilters.Run(e.Name, Arguments(e.Name, e.Arguments, scope, [budget.Charge(value)])));

    private TemplateArguments Arguments(string name, CallArguments written, TemplateScope scope, List<TemplateValue> places)
    {
        foreach (Expression place in written.Places) places.Add(Evaluate(place, scope));
        if (written.MorePlaces is not null) places.AddRange(TemplateOperators.Iterate(Evaluate(written.MorePlaces, scope)));
        List<KeyValuePair<string, TemplateValue>> names = [.. written.Names.Select(n => KeyValuePair.Create(n.Name, Evaluate(n.Value, scope)))];
        if (written.MoreNames is null) return new(name, places, names);
        TemplateValue more = Evaluate(written.MoreNames, scope);
        if (more.Kind != TemplateKind.Mapping) throw new TemplateFault($"'**' needs a mapping, not {PythonText.TypeName(more)}.");
        foreach ((TemplateValue key, TemplateValue value) in more.Entries) names.Add(new(PythonText.Str(key), value));
        return new(name, places, names);
    }
}
