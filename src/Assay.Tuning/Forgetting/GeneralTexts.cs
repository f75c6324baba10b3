using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;
using Assay.Tuning.Examples.Reading;

namespace Assay.Tuning.Forgetting;

/// <summary>Sets of general texts.</summary>
public static class GeneralTexts
{
    private const string Resource = "Assay.Tuning.Forgetting.general.txt";
    private const string Fix = "Write rows such as {\"text\": \"...\"}.";
    private const long MostBytes = 64 << 20;

    private static readonly Lazy<ImmutableArray<GeneralText>> Own = new(ReadOwn);

    /// <summary>Some forty short texts of many kinds, mostly English, that come with Assay and were written for it: enough to see that something was lost, not to say what. Your own texts say more.</summary>
    public static ImmutableArray<GeneralText> BuiltIn => Own.Value;

    /// <summary>Reads a file of texts: of <c>.jsonl</c> the field <c>text</c> of each row, of any other file its paragraphs, which blank lines separate.</summary>
    /// <param name="path">The file; UTF-8, at most 64 MB.</param>
    /// <returns>One or more, in order, named by the line that they begin in.</returns>
    /// <exception cref="InputException">There is no such file, it has no text, or a row is wrong.</exception>
    /// <exception cref="AssayException">It cannot be read.</exception>
    public static ImmutableArray<GeneralText> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)) return ObjectRows.Read(path, Fix, row => row.Text("text", Fix) is { } text ? new GeneralText(Line(row.Line), text) : null);
        ImmutableArray<GeneralText> texts = Paragraphs(TextOf(path));
        return texts.IsEmpty ? throw new InputException(new Problem(path, null, "expected texts; found none. Separate them by blank lines, or give a .jsonl file. " + Fix)) : texts;
    }

    private static string TextOf(string path)
    {
        if (Directory.Exists(path)) throw new InputException(new Problem(path, null, "This is a folder; a file of texts is expected. Name the file in it."));
        long length = FileReading.Try(path, () => new FileInfo(path).Length);
        if (length > MostBytes) throw new InputException(new Problem(path, null, $"The file has {length} bytes; at most {MostBytes} are read. A few hundred texts are enough."));
        return FileReading.Try(path, () => File.ReadAllText(path));
    }

    private static ImmutableArray<GeneralText> ReadOwn()
    {
        using StreamReader reader = new(typeof(GeneralTexts).Assembly.GetManifestResourceStream(Resource)!);
        return Paragraphs(reader.ReadToEnd());
    }

    private static ImmutableArray<GeneralText> Paragraphs(string all)
    {
        var texts = ImmutableArray.CreateBuilder<GeneralText>();
        List<string> open = [];
        int number = 0, first = 0;
        foreach (string line in all.Split('\n').Select(l => l.TrimEnd('\r')).Append(""))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                if (open.Count == 0) first = number;
                open.Add(line);
                continue;
            }

            if (open.Count > 0) texts.Add(new GeneralText(Line(first), string.Join('\n', open)));
            open.Clear();
        }

        return texts.ToImmutable();
    }

    private static string Line(int line) => string.Create(CultureInfo.InvariantCulture, $"line {line}");
}
