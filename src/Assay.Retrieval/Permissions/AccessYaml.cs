using Assay.Retrieval.Reading;
using YamlDotNet.RepresentationModel;

namespace Assay.Retrieval.Permissions;

/// <summary>The statement <c>access: [group:support, user:ann]</c> (or <c>allow:</c>) in YAML.</summary>
internal static class AccessYaml
{
    private static readonly string[] Keys = ["access", "allow"];

    /// <summary>Whether a field of this name speaks about access.</summary>
    public static bool IsKey(string name) => Keys.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a whole access file: one mapping with one such field and nothing else.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="file">Named in messages.</param>
    /// <returns>The list.</returns>
    /// <exception cref="UnclearAccessException">It holds anything else.</exception>
    public static AccessList File(string text, string file)
    {
        YamlFields fields = YamlFields.Parse(text);
        if (fields.Problem is { } problem) throw new UnclearAccessException(file, fields.ProblemLine, problem);
        foreach ((YamlNode key, _) in fields.Nodes)
        {
            if (key is not YamlScalarNode { Value: { } name } || !IsKey(name)) throw new UnclearAccessException(file, YamlFields.LineOf(key), $"'{YamlFields.Shown(key)}' is no setting of an access file, which says 'access' and nothing else");
        }

        return Find(fields, file, 1) ?? throw new UnclearAccessException(file, 1, "the file says nothing about access");
    }

    /// <summary>Finds the statement among other fields.</summary>
    /// <param name="fields">Fields of front matter or of an access file.</param>
    /// <param name="file">Named in messages.</param>
    /// <param name="firstLine">Line of the file that the fields begin on.</param>
    /// <returns>Null when nothing is said.</returns>
    /// <exception cref="UnclearAccessException">It is said twice, or not understood.</exception>
    public static AccessList? Find(YamlFields fields, string file, int firstLine)
    {
        AccessList? found = null;
        foreach ((YamlNode key, YamlNode value) in fields.Nodes)
        {
            if (key is not YamlScalarNode { Value: { } name } || !AccessWords.IsLike(name)) continue;
            int line = YamlFields.LineOf(key) + firstLine - 1;
            if (!IsKey(name)) throw new UnclearAccessException(file, line, $"'{YamlFields.Shown(key)}' is no setting; it may be meant to be 'access'");
            if (found is not null) throw new UnclearAccessException(file, line, "access is stated twice");
            found = Read(value, file, line, firstLine);
        }

        if (found is null && fields.Nodes.Select(n => Nested(n.Value)).FirstOrDefault(n => n is not null) is { } nested)
        {
            throw new UnclearAccessException(file, YamlFields.LineOf(nested) + firstLine - 1, $"'{YamlFields.Shown(nested)}' stands inside another setting, where it means nothing; it belongs at the left margin");
        }

        return found;
    }

    // Nesting is limited by YamlFields.
    private static YamlNode? Nested(YamlNode node) => node switch
    {
        YamlMappingNode mapping => mapping.Children.Select(c => c.Key is YamlScalarNode { Value: { } name } && AccessWords.IsLike(name) ? c.Key : Nested(c.Value)).FirstOrDefault(n => n is not null),
        YamlSequenceNode list => list.Select(Nested).FirstOrDefault(n => n is not null),
        _ => null,
    };

    private static AccessList Read(YamlNode value, string file, int line, int firstLine)
    {
        switch (value)
        {
            case YamlScalarNode { Value: { } text } when !string.IsNullOrWhiteSpace(text) && text.Trim() is not ("~" or "null"):
                return Of([.. text.Split(',')], file, line);
            case YamlSequenceNode list:
                foreach (YamlNode item in list) _ = Of([Text(item, file, firstLine)], file, YamlFields.LineOf(item) + firstLine - 1);
                return Of([.. list.Select(i => Text(i, file, firstLine))], file, line);
            default:
                throw new UnclearAccessException(file, line, "access has no value that names users or groups");
        }
    }

    private static string Text(YamlNode item, string file, int firstLine) => item is YamlScalarNode { Value: { } text } ? text : throw new UnclearAccessException(
        file, YamlFields.LineOf(item) + firstLine - 1, $"'{YamlFields.Shown(item)}' is no principal: expected everyone, user:NAME or group:NAME, without a space after the colon");

    /// <summary>The list of principals as people write them.</summary>
    /// <exception cref="UnclearAccessException">One is written differently.</exception>
    public static AccessList Of(string[] principals, string file, int line)
    {
        try
        {
            return AccessList.Of(principals);
        }
        catch (FormatException error)
        {
            throw new UnclearAccessException(file, line, error.Message);
        }
    }
}
