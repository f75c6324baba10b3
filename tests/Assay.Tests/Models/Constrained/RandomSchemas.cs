using System.Text.Json.Nodes;

namespace Assay.Tests.Models.Constrained;

/// <summary>Random JSON Schemas out of every keyword that is supported; a few of them cannot be satisfied.</summary>
internal sealed class RandomSchemas(ulong seed)
{
    private static readonly string[] Names = ["id", "name", "a", "b", "Straße", "naïve key", "quo\"te", "back\\slash", "日本", "😀", "x/y", "tab\t", "items", "n", "value", "next", ""];
    private static readonly string[] Patterns =
    [
        "^[a-z]+$", "^\\d{3}-\\d{4}$", "^(foo|bar|baz)*$", "^[^\"\\\\]{2,5}$", "\\\\", "^\\s?\\w+\\s?$", "^[A-ZÄÖÜ][a-zäöüß]{0,8}$", "b+c", "^x|y$", "^.{3}$",
        "^\\p{Lu}\\p{Ll}*$", "^[\\u0000-\\u001f]{1,2}$", "^(?:[01]{2}){1,3}$", "^[^a-z]$", "^é+$", "^\\S{2}$", "^[\\W_]{1,4}$", "^a?b?c?$", "\"$",
    ];

    private readonly Dice dice = new(seed);
    private int budget;

    public JsonObject Next()
    {
        budget = 30;
        JsonObject definitions = [];
        JsonObject root = Value(0);
        if (dice.Chance(35))
        {
            definitions["tree"] = Tree();
            definitions["leaf"] = Scalar();
            if (dice.Chance(50)) root = Reference("tree");
            else root = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["t"] = Reference("tree"), ["u"] = Reference("leaf"), ["v"] = root }, ["required"] = new JsonArray("t") };
            root["$defs"] = definitions;
        }

        return root;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    private JsonObject Tree() => dice.Below(4) switch
    {
        0 => new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["v"] = Scalar(), ["next"] = Reference("tree") }, ["required"] = new JsonArray("v"), ["additionalProperties"] = false },
        1 => new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, new JsonObject { ["type"] = "array", ["items"] = Reference("tree"), ["minItems"] = dice.Below(3), ["maxItems"] = 3 }) },
        2 => new JsonObject { ["type"] = new JsonArray("object", "string"), ["additionalProperties"] = Reference("tree"), ["maxProperties"] = 3, ["minProperties"] = dice.Below(3) },
        _ => new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = "leaf" }, ["x"] = Reference("leaf") }, ["required"] = new JsonArray("kind") },
                new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = "node" }, ["l"] = Reference("tree"), ["r"] = Reference("tree") }, ["required"] = new JsonArray("kind", "l") }),
        },
    };

    private JsonObject Value(int depth)
    {
        budget--;
        if (depth > 4 || budget < 0) return Scalar();
        return dice.Below(10) switch
        {
            0 or 1 or 2 => Record(depth),
            3 or 4 => List(depth),
            5 => Map(depth),
            6 => new JsonObject { ["anyOf"] = new JsonArray(Value(depth + 1), Value(depth + 1), Scalar()) },
            7 when dice.Chance(50) => AllOf(depth),
            8 when dice.Chance(20) => [],
            _ => Scalar(),
        };
    }

    private JsonObject AllOf(int depth) => dice.Below(3) switch
    {
        0 => new JsonObject { ["allOf"] = new JsonArray(Record(depth + 1), new JsonObject { ["properties"] = new JsonObject { ["extra"] = Scalar() }, ["required"] = new JsonArray("extra") }) },
        1 => new JsonObject { ["type"] = "number", ["allOf"] = new JsonArray(new JsonObject { ["minimum"] = -5 }, new JsonObject { ["maximum"] = 12.5 }) },
        _ => new JsonObject { ["type"] = "string", ["allOf"] = new JsonArray(new JsonObject { ["maxLength"] = 9 }, new JsonObject { ["pattern"] = "^[a-f]*$" }), ["minLength"] = 2 },
    };

    private JsonObject Record(int depth)
    {
        JsonObject properties = [];
        JsonArray required = [];
        for (int i = dice.Below(6); i > 0; i--)
        {
            string name = dice.Pick(Names);
            if (properties.ContainsKey(name)) continue;
            properties[name] = Value(depth + 1);
            if (dice.Chance(50)) required.Add(name);
        }

        JsonObject result = new() { ["type"] = "object", ["properties"] = properties };
        if (dice.Chance(10)) required.Add("undeclared");
        if (required.Count > 0) result["required"] = required;
        if (dice.Chance(50) && !required.Any(r => r!.GetValue<string>() == "undeclared")) result["additionalProperties"] = dice.Chance(60) ? false : dice.Chance(30) ? true : Scalar();
        if (dice.Chance(15)) result["minProperties"] = Math.Min(properties.Count, 1 + dice.Below(3));
        if (dice.Chance(15)) result["maxProperties"] = required.Count + dice.Below(3);
        return result;
    }

    private JsonObject Map(int depth)
    {
        JsonObject result = new() { ["type"] = "object", ["additionalProperties"] = dice.Chance(50) ? Scalar() : Value(depth + 1) };
        if (dice.Chance(40)) result["minProperties"] = dice.Below(4);
        if (dice.Chance(40)) result["maxProperties"] = 3 + dice.Below(4);
        switch (dice.Below(5))
        {
            case 0: result["propertyNames"] = new JsonObject { ["pattern"] = "^[a-c]{1,2}$" }; break;
            case 1: result["propertyNames"] = new JsonObject { ["enum"] = new JsonArray("one", "two", "three") }; break;
            case 2: result["propertyNames"] = new JsonObject { ["maxLength"] = 2 }; break;
        }

        return result;
    }

    private JsonObject List(int depth)
    {
        JsonObject result = new() { ["type"] = "array" };
        if (dice.Chance(15))
        {
            result["items"] = new JsonObject { ["enum"] = new JsonArray("red", "green", 3, null, "blüe") };
            result["uniqueItems"] = true;
            result["minItems"] = dice.Below(5);
            return result;
        }

        if (dice.Chance(30)) result["prefixItems"] = new JsonArray(Value(depth + 1), Scalar());
        if (dice.Chance(85)) result["items"] = dice.Chance(8) ? false : Value(depth + 1);
        if (dice.Chance(50)) result["minItems"] = dice.Below(4);
        if (dice.Chance(50)) result["maxItems"] = 3 + dice.Below(5);
        return result;
    }

    private JsonObject Scalar() => dice.Below(9) switch
    {
        0 => new JsonObject { ["type"] = "boolean" },
        1 => Integer(),
        2 => Number(),
        3 => new JsonObject { ["enum"] = new JsonArray("yes", "no", "it's \"quoted\"\n", 1.50, -3, null, true, new JsonArray(1, "x"), new JsonObject { ["k"] = 1 }) },
        4 => new JsonObject { ["type"] = "string", ["pattern"] = dice.Pick(Patterns) },
        5 => Length(),
        6 => new JsonObject { ["const"] = dice.Pick(new[] { "fixed", "ünï", "\u0001" }) },
        7 => new JsonObject { ["type"] = "string", ["format"] = dice.Pick(new[] { "date", "time", "date-time", "uuid", "email", "ipv4", "uri", "hostname" }) },
        _ => new JsonObject { ["type"] = new JsonArray("string", "null", "integer") },
    };

    private JsonObject Length()
    {
        JsonObject result = new() { ["type"] = "string" };
        int least = dice.Below(6);
        if (dice.Chance(70)) result["minLength"] = least;
        if (dice.Chance(70)) result["maxLength"] = least + dice.Below(30);
        if (dice.Chance(20)) result["pattern"] = "^[a-zA-Z é]*$";
        return result;
    }

    private JsonObject Integer()
    {
        JsonObject result = new() { ["type"] = "integer" };
        int low = dice.Below(3000) - 1500;
        if (dice.Chance(50)) result[dice.Chance(70) ? "minimum" : "exclusiveMinimum"] = low;
        if (dice.Chance(50)) result[dice.Chance(70) ? "maximum" : "exclusiveMaximum"] = low + 40 + dice.Below(2000);
        if (dice.Chance(25)) result["multipleOf"] = dice.Pick(new[] { 2, 3, 5, 7, 10, 16 });
        return result;
    }

    private JsonObject Number()
    {
        JsonObject result = new() { ["type"] = "number" };
        decimal low = (dice.Below(200_000) - 100_000) / dice.Pick(new[] { 1m, 100m, 1000m, 100_000m });
        if (dice.Chance(50)) result[dice.Chance(70) ? "minimum" : "exclusiveMinimum"] = low;
        if (dice.Chance(50)) result[dice.Chance(70) ? "maximum" : "exclusiveMaximum"] = low + (dice.Below(1000) / 16m) + 1;
        if (dice.Chance(20)) result["multipleOf"] = dice.Pick(new[] { 0.01m, 0.1m, 1m, 0.001m });
        return result;
    }
}
