using System.Globalization;
using System.Text;
using Assay.Models.Constrained;
using Assay.Text;

namespace Assay.Tests.Models.Constrained;

public sealed class SchemaConstraintTests
{
    [Theory]
    [InlineData("""{"not": {"type": "string"}}""", "#/not")]
    [InlineData("""{"properties": {"a": {"if": {}, "then": {}}}}""", "#/properties/a/if")]
    [InlineData("""{"patternProperties": {"a": {}}}""", "#/patternProperties")]
    [InlineData("""{"contains": {}}""", "#/contains")]
    [InlineData("""{"type": "array", "uniqueItems": true, "items": {"type": "string"}}""", "#/uniqueItems")]
    [InlineData("""{"oneOf": [{"type": "integer"}, {"type": "number"}]}""", "#/oneOf")]
    [InlineData("""{"$defs": {"x": {"items": {"format": "iban"}}}, "$ref": "#/$defs/x"}""", "#/$defs/x/items/format")]
    [InlineData("""{"$ref": "other.json"}""", "#/$ref")]
    [InlineData("""{"$ref": "#/$defs/none"}""", "#/$ref")]
    [InlineData("""{"$ref": "#"}""", "#")]
    [InlineData("""{"anyOf": [{"$ref": "#"}, {"type": "null"}]}""", "anyOf")]
    [InlineData("""{"oneOf": [{"$ref": "#"}, {"type": "null"}]}""", "oneOf")]
    [InlineData("""{"type": "text"}""", "#/type")]
    [InlineData("""{"minimum": "1"}""", "#/minimum")]
    [InlineData("""{"minLength": -1}""", "#/minLength")]
    [InlineData("""{"multipleOf": 0.3}""", "#/multipleOf")]
    [InlineData("""{"type": "string", "pattern": "(?=a)"}""", "#/pattern")]
    [InlineData("""{"type": "string", "pattern": "(a|b)*a(a|b){40}"}""", "#/pattern")]
    [InlineData("""{"items": [{}]}""", "#/items")]
    [InlineData("""{"madeUp": 1}""", "#/madeUp")]
    [InlineData("""{"enum": []}""", "#/enum")]
    [InlineData("""[]""", "#")]
    [InlineData("""{"type": "string",""", "not JSON")]
    [InlineData("""{"type": "string", "type": "null"}""", "not JSON")]
    [InlineData("false", "No text satisfies")]
    [InlineData("""{"type": "integer", "minimum": 3, "maximum": 2}""", "No text satisfies")]
    [InlineData("""{"$defs": {"n": {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}, "required": ["n"]}}, "$ref": "#/$defs/n"}""", "No text satisfies")]
    [InlineData("""{"type": "object", "minProperties": 4, "additionalProperties": {}, "propertyNames": {"enum": ["a", "b", "c"]}}""", "No text satisfies")]
    public void What_is_not_supported_is_refused_with_its_place(string schema, string place) =>
        Assert.Contains(place, Assert.Throws<InputException>(() => Constraint.FromJsonSchema(schema)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type": "object", "properties": {"b": {"type": "integer"}, "a": {"type": "string"}}, "required": ["b"]}""", """{"b": 1, "a": "x"}|{"b": -12}""", """{"a": "x", "b": 1}|{}|{"b":1}|{"b": 1, "c": 2}|{"b": 01}""")]
    [InlineData("""{"type": ["string", "null"], "maxLength": 2}""", """null|"é日"|"\\\n"|"😀a\"|""", "\"abc\"|3")]
    [InlineData("""{"type": "string", "nullable": true}""", "null|\"\"", "1")]
    [InlineData("""{"type": "object", "additionalProperties": {"type": "integer"}, "maxProperties": 2}""", """{}|{"a": 1}|{"a": 1, "ab": 2}""", """{"a": 1, "a": 2}|{"a": 1, "b": 2, "c": 3}|{"a": "1"}""")]
    [InlineData("""{"type": "object", "properties": {"a": {"const": 1}}, "additionalProperties": {"type": "integer"}}""", """{"a": 1, "b": 2}|{"b": 2}""", """{"a": 2}|{"b": 2, "a": 1}""")]
    [InlineData("""{"enum": [5, 15, "x", [1]], "minimum": 10}""", "15|\"x\"|[1]", "5")]
    [InlineData("""{"type": "integer", "minimum": -5, "maximum": 12, "multipleOf": 4}""", "-4|0|4|8|12", "-8|1|16|-0|4.0")]
    [InlineData("""{"type": "number", "multipleOf": 0.01, "minimum": 0}""", "0|1.25|3.5", "1.255|-1")]
    [InlineData("""{"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": true}""", """[]|["b"]|["b", "a"]""", """["a", "a"]|["a", "b", "a"]""")]
    [InlineData("""{"prefixItems": [{"type": "integer"}, {"type": "boolean"}], "items": false, "type": "array"}""", "[]|[1]|[1, true]", "[true]|[1, true, 2]")]
    [InlineData("""{"type": "string", "format": "date"}""", "\"2024-02-28\"|\"1999-12-31\"", "\"2024-02-30\"|\"2024-13-01\"|\"2024-04-31\"")]
    [InlineData("""{"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^a+$"}], "description": "x"}""", "7|\"aa\"", "\"b\"|true")]
    [InlineData("""{"oneOf": [{"properties": {"k": {"const": 1}}, "required": ["k"]}, {"properties": {"k": {"const": 2}, "v": {}}, "required": ["k", "v"]}], "type": "object"}""", """{"k": 1}|{"k": 2, "v": [{}]}""", """{"k": 2}|{}""")]
    [InlineData("""{"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"properties": {"a": {"minimum": 5}}}]}""", """{"a": 5}""", """{"a": 4}""")]
    [InlineData("{}", "1|\"x\"|[1, {\"a\": null}]|-0.5e+10|true", "tru |nul|[1,2]")]
    public void Documents_are_told_apart(string schema, string allowed, string excluded)
    {
        CompiledConstraint compiled = new(Constraint.FromJsonSchema(schema), Vocabularies.Bytes());
        foreach (string text in allowed.Split('|')) Assert.True(text.EndsWith('\\') || text.Length == 0 || text.EndsWith("\\\"", StringComparison.Ordinal) || Takes(compiled, text), $"{text} is not generated");
        foreach (string text in excluded.Split('|')) Assert.False(Takes(compiled, text), $"{text} is generated");
    }

    [Fact]
    public void Number_bounds_agree_with_decimals()
    {
        Dice dice = new(21);
        TokenTable table = Vocabularies.Bytes();
        string[] keywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
        int inside = 0, outside = 0;
        for (int round = 0; round < 60; round++)
        {
            decimal bound = dice.Below(5) == 0 ? 0 : (dice.Below(4001) - 2000) / dice.Pick([1m, 10m, 1000m]);
            string keyword = dice.Pick(keywords);
            string text = bound.ToString(CultureInfo.InvariantCulture);
            CompiledConstraint number = new(Constraint.FromJsonSchema($$"""{"type": "number", "{{keyword}}": {{text}}}"""), table);
            CompiledConstraint whole = new(Constraint.FromJsonSchema($$"""{"type": "integer", "{{keyword}}": {{text}}}"""), table);
            for (int i = 0; i < 60; i++)
            {
                decimal value = dice.Chance(30) ? bound + ((dice.Below(21) - 10) / dice.Pick([1m, 10m, 1000m, 10000m])) : (dice.Below(8001) - 4000) / dice.Pick([1m, 10m, 100m]);
                bool expected = keyword switch { "minimum" => value >= bound, "maximum" => value <= bound, "exclusiveMinimum" => value > bound, _ => value < bound };
                string written = value.ToString(CultureInfo.InvariantCulture);
                Assert.True(expected == Takes(number, written), $"{written} {keyword} {text}");
                if (expected) inside++;
                else outside++;
                if (written.Contains('.', StringComparison.Ordinal)) continue;
                Assert.True(expected == Takes(whole, written), $"whole {written} {keyword} {text}");
            }
        }

        Assert.True(inside > 500 && outside > 500);
    }

    [Fact]
    public void Forced_tokens_are_reported()
    {
        TokenTable table = Vocabularies.Json();
        ConstraintState state = new CompiledConstraint(Constraint.FromJsonSchema("""{"type": "object", "properties": {"q": {"const": 7}}, "required": ["q"]}"""), table).Begin();
        StringBuilder text = new();
        int forced = 0;
        while (!state.IsFinished)
        {
            if (state.TryGetForced(out int token)) forced++;
            else token = Enumerable.Range(0, table.Count).Last(state.Allows);
            if (table.EndOfText.Contains(token)) break;
            text.Append(Encoding.UTF8.GetString(table.Bytes(token)));
            state.Accept(token);
        }

        Assert.Equal("{\"q\": 7}", text.ToString());
        Assert.InRange(forced, 2, 8);
    }

    [Fact]
    public void Keys_of_maps_differ_also_when_tokens_hold_several()
    {
        TokenTable table = Vocabularies.Table(["{\"a\": 1, \"a\": "u8.ToArray(), "\"a\": 1"u8.ToArray(), "a\": 1, \""u8.ToArray(), ", \"a\""u8.ToArray(), "\": 1, \"b"u8.ToArray(), "aa"u8.ToArray()]);
        CompiledConstraint compiled = new(Constraint.FromJsonSchema("""{"type": "object", "additionalProperties": {"const": 1}, "minProperties": 3, "propertyNames": {"pattern": "^[ab]{1,2}$"}}"""), table);
        HostileModel model = new(1, table);
        for (int i = 0; i < 200; i++)
        {
            (byte[] text, _) = Generation.Run(compiled.Begin(compiled.ShortestTokens + (i % 30)), table, model);
            string[] keys = [.. System.Text.Json.JsonDocument.Parse(text).RootElement.EnumerateObject().Select(p => p.Name)];
            Assert.True(keys.Length >= 3 && keys.Distinct().Count() == keys.Length, Encoding.UTF8.GetString(text));
        }
    }

    [Fact]
    public void Hostile_schemas_end_in_an_error_or_a_constraint()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"items\":", 60)) + "{}" + new string('}', 60);
        Assert.True(Constraint.FromJsonSchema(deep).ShortestBytes > 0);
        Assert.Throws<InputException>(() => Constraint.FromJsonSchema(string.Concat(Enumerable.Repeat("{\"items\":", 5000)) + "{}" + new string('}', 5000)));
        Assert.Throws<InputException>(() => Constraint.FromJsonSchema(new string(' ', 2_000_000)));
        Assert.Throws<InputException>(() => Constraint.FromJsonSchema("""{"type": "object", "minProperties": 1000000000}"""));
        Constraint many = Constraint.FromJsonSchema("""{"type": "array", "minItems": 100000000, "items": {"type": "array", "minItems": 100000000}}""");
        Assert.True(many.ShortestBytes > 10_000_000_000_000_000);
        Assert.Throws<InputException>(() => new CompiledConstraint(many, Vocabularies.Bytes()).Begin(1000));
        Assert.True(Constraint.FromJsonSchema("""{"type": "string", "maxLength": 1000000000, "minLength": 999999999}""").ShortestBytes > 999_999_999);
        string wide = "{\"type\":\"object\",\"properties\":{" + string.Join(',', Enumerable.Range(0, 3000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"property{i}\":{{\"type\":\"integer\"}}"))) + "}}";
        TokenTable table = Vocabularies.Json();
        CompiledConstraint compiled = new(Constraint.FromJsonSchema(wide), table);
        Assert.True(Generation.Run(compiled.Begin(40), table, new HostileModel(4, table)).Text.Length > 1);
    }

    [Fact]
    public void Schemas_that_grow_exponentially_are_refused()
    {
        string Chain(string keyword) => "{" + "\"$defs\":{" + string.Join(',', Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"d{i}\":{{\"{keyword}\":[{{\"$ref\":\"#/$defs/d{i + 1}\"}},{{\"$ref\":\"#/$defs/d{i + 1}\"}}]}}"))) + ",\"d40\":{}},\"$ref\":\"#/$defs/d0\"}";
        foreach (string keyword in (string[])["allOf", "anyOf", "oneOf"]) Assert.Throws<InputException>(() => Constraint.FromJsonSchema(Chain(keyword)));
    }

    [Fact]
    public void Forgetting_changes_nothing()
    {
        TokenTable table = Vocabularies.Json();
        RandomSchemas schemas = new(31);
        int forgotten = 0;
        for (int i = 0; i < 60; i++)
        {
            string schema = schemas.Next().ToJsonString();
            Constraint constraint;
            try
            {
                constraint = Constraint.FromJsonSchema(schema);
            }
            catch (InputException)
            {
                continue;
            }

            CompiledConstraint plain = new(constraint, table), small = new(constraint, table);
            small.Machine.MostPlaces = 40;
            int limit = plain.ShortestTokens + 60;
            byte[] expected = Generation.Run(plain.Begin(limit), table, new HostileModel(6, table)).Text;
            byte[] actual = Generation.Run(small.Begin(limit), table, new HostileModel(6, table)).Text;
            Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(actual));
            forgotten += small.Machine.Epoch;
        }

        Assert.True(forgotten > 100);
    }

    [Fact]
    public void One_compiled_constraint_serves_many_threads()
    {
        TokenTable table = Vocabularies.Json();
        Constraint constraint = Constraint.FromJsonSchema("""{"type": "object", "additionalProperties": {"type": ["integer", "string"], "maxLength": 5}, "minProperties": 2}""");
        CompiledConstraint shared = new(constraint, table);
        string[] expected = [.. Enumerable.Range(0, 16).Select(i => Write(new CompiledConstraint(constraint, table), i))];
        string[] actual = new string[16];
        Parallel.For(0, 16, i => actual[i] = Write(shared, i));
        Assert.Equal(expected, actual);

        string Write(CompiledConstraint compiled, int seed) => Encoding.UTF8.GetString(Generation.Run(compiled.Begin(60), table, new HostileModel((ulong)seed, table)).Text);
    }

    private static bool Takes(CompiledConstraint compiled, string text)
    {
        ConstraintState state = compiled.Begin();
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (!state.Allows(value + 1)) return false;
            state.Accept(value + 1);
        }

        return state.IsComplete;
    }
}
