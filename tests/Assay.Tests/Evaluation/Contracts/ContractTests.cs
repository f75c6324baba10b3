using Assay.Evaluation.Contracts;
using Assay.Text;

namespace Assay.Tests.Evaluation.Contracts;

public sealed class ContractTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"type":"string"}""", "\"x\"", "1")]
    [InlineData("""{"type":["string","null"]}""", "null", "true")]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"type":"integer"}""", "1e400", "1e-1")]
    [InlineData("""{"type":"number"}""", "3", "\"3\"")]
    [InlineData("""{"type":"object"}""", "{}", "[]")]
    [InlineData("""{"type":"boolean"}""", "false", "0")]
    [InlineData("""{"enum":["a",1,null]}""", "1.0", "\"b\"")]
    [InlineData("""{"const":{"a":[1]}}""", "{\"a\":[1.0]}", "{\"a\":[1,1]}")]
    [InlineData("""{"enum":[1,2],"const":2}""", "2", "1")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", "{\"b\":1}", "{\"a\":1}")]
    [InlineData("""{"required":["a"]}""", "{\"a\":null}", "{}")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", "{\"a\":1}", "{\"b\":1}")]
    [InlineData("""{"patternProperties":{"^x":{"type":"number"}},"additionalProperties":{"type":"string"}}""", "{\"x1\":1,\"y\":\"s\"}", "{\"x1\":\"s\"}")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", "{\"ab\":1}", "{\"abc\":1}")]
    [InlineData("""{"items":{"type":"number"}}""", "[1,2]", "[1,\"2\"]")]
    [InlineData("""{"prefixItems":[{"type":"number"}],"items":{"type":"string"}}""", "[1,\"a\"]", "[1,2]")]
    [InlineData("""{"items":false,"prefixItems":[{}]}""", "[1]", "[1,2]")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[]")]
    [InlineData("""{"maxItems":2}""", "[1,2]", "[1,2,3]")]
    [InlineData("""{"uniqueItems":true}""", "[1,true,\"1\"]", "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1.0}]")]
    [InlineData("""{"contains":{"const":1}}""", "[0,1]", "[0]")]
    [InlineData("""{"contains":{"const":1},"minContains":2,"maxContains":3}""", "[1,1]", "[1]")]
    [InlineData("""{"contains":{"const":1},"minContains":0,"maxContains":1}""", "[]", "[1,1]")]
    [InlineData("""{"minLength":2,"maxLength":2}""", "\"a\ud83d\ude00\"", "\"a\"")]
    [InlineData("""{"maxLength":1}""", "\"\ud83d\ude00\"", "\"ab\"")]
    [InlineData("""{"pattern":"^\\d{2}$"}""", "\"12\"", "\"12\\n\"")]
    [InlineData("""{"pattern":"[\\w[]"}""", "\"[\"", "\"\u0663\"")]
    [InlineData("""{"pattern":"^(?=a)\\D\\W*$"}""", "\"a\"", "\"b\"")]
    [InlineData("""{"minimum":1,"maximum":2}""", "2", "2.1")]
    [InlineData("""{"exclusiveMinimum":0}""", "1e-40", "0.0")]
    [InlineData("""{"exclusiveMaximum":1e300}""", "-1e400", "1e300")]
    [InlineData("""{"multipleOf":0.01}""", "19.99", "0.015")]
    [InlineData("""{"multipleOf":3}""", "0", "1e999999999")]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":5}]}""", "7", "3")]
    [InlineData("""{"oneOf":[{"multipleOf":2},{"multipleOf":3}]}""", "9", "6")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":3}]}""", "2", "4")]
    [InlineData("""{"not":{"type":"null"}}""", "1", "null")]
    [InlineData("""{"if":{"minimum":5},"then":{"multipleOf":2},"else":{"multipleOf":3}}""", "6", "4")]
    [InlineData("""{"if":{"minimum":5},"then":{"multipleOf":2}}""", "3", "7")]
    [InlineData("""{"$defs":{"p/q":{"type":"string"}},"properties":{"a":{"$ref":"#/$defs/p~1q"}}}""", "{\"a\":\"x\"}", "{\"a\":1}")]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"}},"additionalProperties":false}""", "{\"next\":{\"next\":{}}}", "{\"next\":{\"next\":{\"x\":1}}}")]
    [InlineData("""{"allOf":[{"minimum":1}],"$ref":"#/allOf/0"}""", "1", "0")]
    [InlineData("""{"dependentRequired":{"card":["address"]}}""", "{\"address\":1}", "{\"card\":1}")]
    [InlineData("""{"dependentSchemas":{"card":{"required":["address"]}}}""", "{\"card\":1,\"address\":2}", "{\"card\":1}")]
    [InlineData("""{"minProperties":1,"maxProperties":1}""", "{\"a\":1}", "{\"a\":1,\"b\":2}")]
    [InlineData("""{"minProperties":1}""", "[]", "{}")]
    [InlineData("""{"format":"email","title":"t","x-note":1,"$id":"urn:x","$schema":"https://json-schema.org/draft/2020-12/schema","type":"string"}""", "\"no mail\"", "1")]
    public void Check_schema_accepts_the_valid_and_refuses_the_invalid(string schema, string valid, string invalid)
    {
        Contract contract = Schema(schema);
        Assert.Equal([], contract.Check(valid).Violations.AsEnumerable());
        Assert.False(contract.Check(invalid).Holds);
    }

    [Fact]
    public void Check_boolean_schemas_accept_all_or_nothing()
    {
        Assert.True(Schema("true").Check("{}").Holds);
        Assert.Equal(["#: is not allowed"], Schema("false").Check("{}").Violations.AsEnumerable());
    }

    [Fact]
    public void Check_violations_carry_place_and_reason()
    {
        Contract contract = Schema("""{"type":"object","required":["label","n"],"properties":{"label":{"enum":["a","ä"]},"items":{"items":{"type":"string"}}}}""");
        Assert.Equal(
            ["#: the property 'n' is missing", "#/label: is not one of: \"a\", \"ä\"", "#/items/1: expected string, found integer"],
            contract.Check("""{"label":"c","items":["x",2]}""").Violations.AsEnumerable());
    }

    [Theory]
    [InlineData("```json\n{}\n```", "fenced")]
    [InlineData("```\n{}\n```\n", "fenced")]
    [InlineData("Sure! {}", "not JSON")]
    [InlineData("{} {}", "not JSON")]
    [InlineData("", "not JSON")]
    [InlineData("{\"a\":1,\"a\":2}", "not JSON")]
    [InlineData("\"\\ud800\"", "surrogate")]
    public void Check_answer_that_is_not_raw_json_says_so(string answer, string expected) =>
        Assert.Contains(expected, Assert.Single(Schema("{}").Check(answer).Violations), StringComparison.Ordinal);

    [Fact]
    public void Check_answer_with_half_a_surrogate_pair_is_not_json() =>
        Assert.Contains("surrogate", Assert.Single(Schema("{}").Check("\"\ud800\"").Violations), StringComparison.Ordinal);

    [Fact]
    public void Check_deep_or_huge_answers_are_refused_without_harm()
    {
        Contract contract = Schema("""{"items":{"$ref":"#"},"uniqueItems":true}""");
        Assert.False(contract.Check(new string('[', 200_000)).Holds);
        Assert.True(contract.Check(new string('[', 60) + new string(']', 60)).Holds);
        Assert.Contains("too long", Assert.Single(contract.Check(new string(' ', 2) + new string('x', 2_000_000)).Violations), StringComparison.Ordinal);
        Assert.Contains("too complex", Assert.Single(contract.Check($"[{string.Join(',', Enumerable.Range(0, 140_000).Select(_ => "[0,[]]"))}]").Violations.Take(1)), StringComparison.Ordinal);
        Assert.Null(Contract.ParseRecord(new string('x', 2_000_000)));
    }

    [Fact]
    public void Check_schema_that_branches_without_end_gives_up()
    {
        Contract contract = Schema("""{"anyOf":[{"items":{"$ref":"#"},"maxItems":1,"minItems":1},{"items":{"$ref":"#"},"maxItems":1,"minItems":1}],"type":["array"]}""");
        Assert.Contains("too complex", Assert.Single(contract.Check(new string('[', 60) + new string(']', 60)).Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"unevaluatedProperties":false}}}""", "#/properties/a/unevaluatedProperties: this keyword is not supported")]
    [InlineData("""{"requird":["a"]}""", "Did you mean 'required'?")]
    [InlineData("""{"items":[{}]}""", "#/items: must be a schema in draft 2020-12; use prefixItems")]
    [InlineData("""{"$ref":"other.json"}""", "#/$ref: only references inside the file")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "#/$ref: there is nothing at '#/$defs/none'")]
    [InlineData("""{"prefixItems":[{}],"$ref":"#/prefixItems/1"}""", "there is nothing at")]
    [InlineData("""{"$ref":"#"}""", "never end")]
    [InlineData("""{"anyOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"not":{"$ref":"#"}}}}""", "never end")]
    [InlineData("""{"type":"text"}""", "#/type: must be null, boolean")]
    [InlineData("""{"minimum":"1"}""", "#/minimum: must be of type number")]
    [InlineData("""{"multipleOf":0}""", "#/multipleOf: must be above 0")]
    [InlineData("""{"maxLength":-1}""", "#/maxLength: must be a whole number")]
    [InlineData("""{"pattern":"("}""", "#/pattern: '(' is not a regular expression")]
    [InlineData("""{"patternProperties":{"(":{}}}""", "#/patternProperties: '(' is not a regular expression")]
    [InlineData("""{"enum":[]}""", "#/enum: must be an array")]
    [InlineData("""{"anyOf":[]}""", "#/anyOf: must be an array")]
    [InlineData("""{"required":[1]}""", "#/required: must be an array of strings")]
    [InlineData("""{"properties":{"a":3}}""", "#/properties/a: a schema must be an object")]
    [InlineData("""{"properties":{"a":{"$id":"x"}}}""", "#/properties/a/$id: this keyword")]
    [InlineData("""{"a":""", "not JSON")]
    public void Load_schema_that_cannot_be_kept_is_refused_with_its_place(string schema, string expected)
    {
        InputException error = Assert.Throws<InputException>(() => Schema(schema));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_reports_all_problems_and_the_missing_file()
    {
        Assert.Equal(2, Assert.Throws<InputException>(() => Schema("""{"type":"x","minimum":"y"}""")).Problems.Count);
        Assert.Throws<InputException>(() => Contract.Load(new ContractOptions { SchemaFile = folder.Path("none.json") }));
        Assert.Equal(2, Assert.Throws<InputException>(() => Contract.Load(new ContractOptions { Pattern = "[", MaxLength = 0 })).Problems.Count);
    }

    [Fact]
    public void Check_pattern_wants_the_whole_answer_and_length_counts_characters()
    {
        Contract contract = Contract.Load(new ContractOptions { Pattern = "ham|spam", MaxLength = 5 });
        Assert.True(contract.IsLabel);
        Assert.True(contract.Check(" ham\n").Holds);
        Assert.Equal(2, contract.Check("spam spam").Violations.Length);
        Assert.False(contract.Check("hams").Holds);
        Assert.True(Contract.Load(new ContractOptions { MaxLength = 2 }).Check("😀😀").Holds);
    }

    [Fact]
    public void Check_pattern_that_backtracks_is_stopped() =>
        Assert.False(Contract.Load(new ContractOptions { Pattern = @"(?=x)(x+x+)+y" }).Check(new string('x', 40)).Holds);

    [Fact]
    public void Check_required_citations_are_looked_for_in_text_and_record()
    {
        Contract contract = Contract.Load(new ContractOptions { RequireCitations = true });
        Assert.True(contract.RequiresCitations);
        Assert.False(contract.Check("Yes.").Holds);
        Assert.True(contract.Check("Yes [1].").Holds);
        Assert.True(contract.Check("""{"citations":[2]}""").Holds);
        Assert.False(contract.Check("""{"numbers":[2]}""").Holds);
    }

    [Fact]
    public void Check_label_schema_takes_bare_text_and_json()
    {
        Contract contract = Schema("""{"enum":["refund","other"]}""");
        Assert.True(contract.IsLabel);
        Assert.True(contract.Check("refund\n").Holds);
        Assert.True(contract.Check("\"refund\"").Holds);
        Assert.False(contract.Check("Refund").Holds);
        Assert.False(Schema("""{"enum":["a",1]}""").IsLabel);
    }

    [Fact]
    public void HasField_follows_references()
    {
        Contract contract = Schema("""{"$ref":"#/$defs/r","$defs":{"r":{"allOf":[{"properties":{"answer":{}}}]}}}""");
        Assert.True(contract.HasField("answer"));
        Assert.False(contract.HasField("other"));
        Assert.False(Contract.Load(new ContractOptions()).HasField("answer"));
    }

    private Contract Schema(string json) => Contract.Load(new ContractOptions { SchemaFile = folder.Write("schema.json", json) });
}
