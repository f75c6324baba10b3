namespace Assay.Text.Templates;

/// <summary>The variable <c>loop</c>: where a loop stands.</summary>
internal sealed class LoopState
{
    /// <summary>The entry that makes a recursive loop callable; no template can write this key.</summary>
    public static readonly TemplateValue Recursion = TemplateValue.Of(0L);

    private readonly OrderedDictionary<TemplateValue, TemplateValue> entries = TemplateValue.NewEntries();
    private readonly IReadOnlyList<TemplateValue> items;
    private int index;
    private TemplateArguments? last;

    /// <summary>A loop before its first round.</summary>
    /// <param name="items">What it goes through.</param>
    /// <param name="depth">1 for a loop that is not inside of its own recursion.</param>
    /// <param name="again">Renders the body for other items, when the loop is recursive.</param>
    public LoopState(IReadOnlyList<TemplateValue> items, int depth, Func<TemplateValue, TemplateValue>? again)
    {
        this.items = items;
        Value = TemplateValue.NewNamespace(entries);
        Set("length", TemplateValue.Of(items.Count));
        Set("depth", TemplateValue.Of(depth));
        Set("depth0", TemplateValue.Of(depth - 1));
        Set("cycle", TemplateValue.Of(new TemplateFunction("cycle", Cycle)));
        Set("changed", TemplateValue.Of(new TemplateFunction("changed", Changed)));
        if (again is not null) entries[Recursion] = TemplateValue.Of(new TemplateFunction("loop", a => again(a.Need(0, "iterable"))));
    }

    /// <summary>The variable.</summary>
    public TemplateValue Value { get; }

    /// <summary>Goes to a round.</summary>
    /// <param name="round">From 0.</param>
    public void GoTo(int round)
    {
        index = round;
        Set("index", TemplateValue.Of(round + 1));
        Set("index0", TemplateValue.Of(round));
        Set("revindex", TemplateValue.Of(items.Count - round));
        Set("revindex0", TemplateValue.Of(items.Count - round - 1));
        Set("first", TemplateValue.Of(round == 0));
        Set("last", TemplateValue.Of(round == items.Count - 1));
        Set("previtem", round > 0 ? items[round - 1] : TemplateValue.Undefined("previtem"));
        Set("nextitem", round < items.Count - 1 ? items[round + 1] : TemplateValue.Undefined("nextitem"));
    }

    private void Set(string name, TemplateValue value) => entries[TemplateValue.Of(name)] = value;

    private TemplateValue Cycle(TemplateArguments arguments) =>
        arguments.Places.Count > 0 ? arguments.Places[index % arguments.Places.Count] : throw new TemplateFault("loop.cycle() needs something to go through.");

    private TemplateValue Changed(TemplateArguments arguments)
    {
        bool same = last is not null && last.Places.SequenceEqual(arguments.Places, PythonEquality.Instance);
        last = arguments;
        return TemplateValue.Of(!same);
    }
}
