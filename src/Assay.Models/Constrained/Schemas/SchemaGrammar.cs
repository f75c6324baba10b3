using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Assay.Models.Constrained.Automata;
using Assay.Models.Constrained.Grammars;
using Assay.Text;

namespace Assay.Models.Constrained.Schemas;

/// <summary>Turns a JSON Schema into a grammar of some of its documents: those with declared properties in the order of the schema, one spelling of strings and plain numbers.</summary>
internal sealed class SchemaGrammar
{
    private const int MostBranches = 1000;
    private const int MostParts = 100_000;
    private readonly SchemaReader reader;
    private readonly AutomatonSet automata;
    private readonly JsonMarks marks;
    private readonly Dictionary<string, ReferenceExpression> known = new(StringComparer.Ordinal);
    private readonly Queue<(Conjunction Schema, ReferenceExpression Into)> open = new();
    private ReferenceExpression? anything;
    private int branches;

    private SchemaGrammar(JsonNode? root, JsonLayout layout, AutomatonSet automata)
    {
        reader = new SchemaReader(root);
        this.automata = automata;
        marks = new JsonMarks(layout, automata.Text);
    }

    /// <summary>The grammar of a schema.</summary>
    /// <param name="root">The schema.</param>
    /// <param name="layout">White space.</param>
    /// <param name="automata">Makes automata, over the bytes that can be spelled.</param>
    /// <exception cref="InputException">Something that is malformed or not supported, with its pointer.</exception>
    public static Expression Build(JsonNode? root, JsonLayout layout, AutomatonSet automata)
    {
        SchemaGrammar grammar = new(root, layout, automata);
        Expression result = grammar.Value(new Conjunction([new Located(root, "#")]));
        while (grammar.open.TryDequeue(out (Conjunction Schema, ReferenceExpression Into) next))
        {
            try
            {
                next.Into.Target = grammar.FromShape(grammar.reader.Read(next.Schema));
            }
            catch (AutomatonTooLargeException e)
            {
                throw SchemaReader.Refusal(next.Schema.Pointer, e.Message);
            }
        }

        return result;
    }

    // A value for later: schemas refer to themselves, so nothing is followed here.
    private ReferenceExpression Value(Conjunction schema)
    {
        if (known.TryGetValue(schema.Key, out ReferenceExpression? there)) return there;
        if (known.Count > MostParts) throw SchemaReader.Refusal(schema.Pointer, $"the schema has more than {MostParts} combinations of parts");
        ReferenceExpression made = new();
        known.Add(schema.Key, made);
        open.Enqueue((schema, made));
        return made;
    }

    private Expression FromShape(SchemaShape shape)
    {
        if (!shape.Groups.IsEmpty)
        {
            ImmutableArray<Located> group = shape.Groups[0];
            SchemaShape rest = shape with { Groups = shape.Groups.RemoveAt(0) };
            return new ChoiceExpression([.. group.Select(branch => FromBranch(rest with { }, branch))]);
        }

        if (shape.Values is { } values) return FromValues(shape, values);
        List<Expression> kinds = [];
        if (shape.Kinds.HasFlag(JsonKinds.Null)) kinds.Add(Terminal(automata.Text("null")));
        if (shape.Kinds.HasFlag(JsonKinds.Boolean)) kinds.Add(Terminal(automata.Texts(["true", "false"])));
        if (shape.Kinds.HasFlag(JsonKinds.Number)) kinds.Add(Terminal(automata.Make(() => NumberLanguages.Numbers(shape.Numbers), "number", shape.Numbers.IsEmpty)));
        else if (shape.Kinds.HasFlag(JsonKinds.Integer)) kinds.Add(Terminal(automata.Make(() => NumberLanguages.Integers(shape.Numbers), "integer", shape.Numbers.IsEmpty)));
        if (shape.Kinds.HasFlag(JsonKinds.String)) kinds.Add(String(shape));
        if (shape.Kinds.HasFlag(JsonKinds.Array)) kinds.Add(List(shape));
        if (shape.Kinds.HasFlag(JsonKinds.Object)) kinds.Add(Record(shape));
        return kinds.Count == 1 ? kinds[0] : new ChoiceExpression([.. kinds]);
    }

    private Expression FromBranch(SchemaShape shape, Located branch)
    {
        if (++branches > MostBranches) throw SchemaReader.Refusal(branch.Pointer, $"anyOf and oneOf have more than {MostBranches} combinations of branches");
        reader.Add(shape, branch, 0);
        return FromShape(shape);
    }

    private TerminalExpression FromValues(SchemaShape shape, ImmutableArray<JsonNode?> values)
    {
        List<string> texts = [];
        foreach (JsonNode? value in values)
        {
            JsonKinds kind = JsonTexts.KindOf(value);
            if (!shape.Kinds.HasFlag(kind)) continue;
            if (!shape.Restricts(kind) || Allows(shape, kind, JsonTexts.Write(value, marks))) texts.Add(JsonTexts.Write(value, marks));
        }

        return Terminal(automata.Texts(texts));
    }

    // Whether the rest of the schema generates a listed value. What it would not generate itself is left out: less than allowed, never more.
    private bool Allows(SchemaShape shape, JsonKinds kind, string text)
    {
        if (kind is JsonKinds.Array or JsonKinds.Object) throw SchemaReader.Refusal(shape.Pointer, "a list of values with arrays or objects beside keywords about them is not supported for generation; leave those keywords out");
        Machine machine = new(FromShape(shape with { Values = null, Kinds = kind }), DfaConstruction.Classes(b => b));
        Place? place = machine.Start;
        foreach (byte value in Encoding.UTF8.GetBytes(text)) place = place is null ? null : machine.Step(place, value);
        return place is { Ends: true };
    }

    private Expression String(SchemaShape shape)
    {
        Expression quote = Terminal(marks.Quote);
        if (shape.MaxLength < shape.MinLength) return Terminal(automata.Texts([]));
        if (!shape.Patterns.IsEmpty) return new SequenceExpression([quote, Terminal(automata.Restrict(Patterned(shape))), quote]);
        Expression inside = shape.MinLength == 0 && shape.MaxLength is null
            ? Terminal(automata.Make(StringLanguages.Free, "string", share: true))
            : new CountedExpression(automata.Make(StringLanguages.Character, "character", share: true), shape.MinLength, shape.MaxLength);
        return new SequenceExpression([quote, inside, quote]);
    }

    private static Dfa Patterned(SchemaShape shape)
    {
        Dfa? all = null;
        foreach ((string keyword, string text, string pointer) in shape.Patterns)
        {
            try
            {
                Dfa one = StringLanguages.Matching(keyword, text, pointer);
                all = all is null ? one : DfaConstruction.Intersect(all, one);
            }
            catch (AutomatonTooLargeException e)
            {
                throw SchemaReader.Refusal(pointer, e.Message);
            }
        }

        if (shape.MinLength == 0 && shape.MaxLength is null) return all!;
        return DfaConstruction.Intersect(all!, StringLanguages.OfLength(shape.MinLength, shape.MaxLength));
    }

    private Expression List(SchemaShape shape)
    {
        if (shape.Unique is { } pointer && shape.MaxItems is not (0 or 1)) return Distinct(shape, pointer);
        Expression? rest = shape.Items is { } items ? Value(items) : Anything();
        return new ArrayExpression([.. shape.Prefix.Select(Value)], rest, (shape.MinItems, shape.MaxItems), marks);
    }

    private SequenceExpression Distinct(SchemaShape shape, string pointer)
    {
        const int most = 16;
        SchemaShape? item = shape.Items is { } items && shape.Prefix.IsEmpty ? reader.Read(items) : null;
        ImmutableArray<JsonNode?>? values = item?.Values ?? (item is { Kinds: JsonKinds.Boolean } ? [JsonValue.Create(true), JsonValue.Create(false)] : null);
        if (item is null || values is null || !item.Groups.IsEmpty) throw SchemaReader.Refusal(pointer, $"is only supported for items from a list (enum) of at most {most} values");
        string[] texts = [.. values.Value.Where((v, i) => !values.Value.Take(i).Any(w => JsonTexts.Same(v, w)))
            .Where(v => item.Kinds.HasFlag(JsonTexts.KindOf(v)) && (!item.Restricts(JsonTexts.KindOf(v)) || Allows(item, JsonTexts.KindOf(v), JsonTexts.Write(v, marks))))
            .Select(v => JsonTexts.Write(v, marks))];
        if (texts.Length > most) throw SchemaReader.Refusal(pointer, $"is only supported for at most {most} values, found {texts.Length}");
        DistinctExpression inside = new([.. texts.Select(automata.Text)], marks.Comma, shape.MinItems, shape.MaxItems);
        return new SequenceExpression([Terminal(marks.OpenArray), inside, Terminal(marks.CloseArray)]);
    }

    private ObjectExpression Record(SchemaShape shape)
    {
        ImmutableArray<(string Name, Conjunction? Schema)> all =
            [.. shape.Properties.Select(p => (p.Name, (Conjunction?)p.Schema)), .. shape.Required.Except(shape.Properties.Select(p => p.Name)).Select(n => (n, shape.Additional))];
        ImmutableArray<Member>.Builder members = ImmutableArray.CreateBuilder<Member>();
        SchemaShape? names = shape.Names is { } rule ? reader.Read(rule) : null;
        Dfa? nameTexts = names is null ? null : NameTexts(names);
        foreach ((string name, Conjunction? schema) in all)
        {
            string key = JsonTexts.Escape(name);
            bool allowed = nameTexts is null || nameTexts.Matches(Encoding.UTF8.GetBytes(key));
            string text = $"\"{key}\"{marks.ColonText}";
            Dfa first = allowed ? automata.Text(text) : automata.Texts([]), later = allowed ? automata.Text(marks.CommaText + text) : automata.Texts([]);
            members.Add(new Member(first, later, shape.Required.Contains(name, StringComparer.Ordinal), schema is null ? Anything() : Value(schema)));
        }

        // Without additionalProperties other members are allowed but not asked for; they are generated only where nothing is declared or too little.
        OpenMembers? others = null;
        if (shape.Additional is not null || members.Count == 0 || shape.MinProperties > members.Count) others = Open(shape, nameTexts, [.. all.Select(p => p.Name)]);
        if (shape.MinProperties > ObjectExpression.LargestBound) throw SchemaReader.Refusal(shape.Pointer, string.Create(CultureInfo.InvariantCulture, $"a minProperties above {ObjectExpression.LargestBound} is not supported for generation"));
        int? most = shape.MaxProperties is { } m && (others is not null || m < members.Count) ? Math.Min(m, ObjectExpression.LargestBound) : null;
        return new ObjectExpression(members.ToImmutable(), others, (shape.MinProperties, most), marks);
    }

    private OpenMembers? Open(SchemaShape shape, Dfa? names, string[] declared)
    {
        if (shape.Additional is { } additional && reader.Read(additional).Kinds == JsonKinds.None) return null;
        Dfa keys = names is null ? StringLanguages.Keys() : StringLanguages.AsKeys(names);
        if (declared.Length > 0) keys = DfaConstruction.Except(keys, DfaConstruction.Literals([.. declared.Select(n => Encoding.UTF8.GetBytes(n + "\""))]));
        automata.HasOpenKeys = true;
        return new OpenMembers(new KeyLanguage(automata.Restrict(keys)), shape.Additional is { } schema ? Value(schema) : Anything());
    }

    private Dfa NameTexts(SchemaShape names)
    {
        if (!names.Groups.IsEmpty) throw SchemaReader.Refusal(names.Pointer, "alternatives for names are not supported for generation; use a pattern");
        if (!names.Kinds.HasFlag(JsonKinds.String)) return automata.Texts([]);
        Dfa texts = !names.Patterns.IsEmpty ? Patterned(names)
            : names.MinLength > 0 || names.MaxLength is not null ? StringLanguages.OfLength(names.MinLength, names.MaxLength)
            : StringLanguages.Free();
        if (names.Values is not { } values) return texts;
        byte[][] listed = [.. values.Where(v => JsonTexts.KindOf(v) == JsonKinds.String).Select(v => Encoding.UTF8.GetBytes(JsonTexts.Escape(v!.GetValue<string>())))];
        return DfaConstruction.Intersect(texts, DfaConstruction.Literals(listed));
    }

    private ReferenceExpression Anything()
    {
        if (anything is not null) return anything;
        anything = new ReferenceExpression();
        anything.Target = FromShape(new SchemaShape { Pointer = "#" });
        return anything;
    }

    private static TerminalExpression Terminal(Dfa dfa) => new(dfa);
}
