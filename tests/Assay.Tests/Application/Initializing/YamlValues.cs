using YamlDotNet.RepresentationModel;

namespace Assay.Tests.Application.Initializing;

/// <summary>A YAML text as path and value, lists joined with commas.</summary>
internal static class YamlValues
{
    public static Dictionary<string, string> Flatten(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(values, "", stream.Documents[0].RootNode);
        return values;
    }

    private static void Add(Dictionary<string, string> values, string path, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach ((YamlNode key, YamlNode value) in map.Children) Add(values, path.Length == 0 ? key.ToString() : $"{path}.{key}", value);
                break;
            case YamlSequenceNode list:
                values.Add(path, string.Join(',', list.Children));
                break;
            default:
                values.Add(path, node.ToString());
                break;
        }
    }
}
