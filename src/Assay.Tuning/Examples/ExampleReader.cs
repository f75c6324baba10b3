using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;
using Assay.Tuning.Examples.Reading;

namespace Assay.Tuning.Examples;

/// <summary>Reads training data: one JSON object a line, or a JSON array of them, in any <see cref="ExampleFormat"/>.</summary>
/// <remarks>
/// Memory is the rows' and not the file's, except for an array. Blank lines and a byte order mark are skipped. A text with the character U+0000, names that come twice,
/// values nested more than 64 deep, numbers that are no numbers and rows longer than the limit are problems of their row, never exceptions. A row that a person rejected
/// (<c>"reviewed": "rejected"</c>) is not among the examples.
/// </remarks>
public static class ExampleReader
{
    private const int RowsToTell = 50;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>The rows that can be used, and what is wrong with the others.</returns>
    /// <exception cref="InputException">No such file, a folder, UTF-16, compressed, or larger than the limit.</exception>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public static ExampleSet Read(string path, ExampleReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ExampleReadOptions();
        options.Check();
        return new Run(path, options).Read(cancellationToken);
    }

    /// <summary>A format in words.</summary>
    /// <param name="format">The format.</param>
    /// <returns>Its name with its fields.</returns>
    public static string Describe(ExampleFormat format) => FormatDetector.Describe(format);

    private sealed class Run(string path, ExampleReadOptions options)
    {
        private readonly RowProblems problems = new();
        private readonly RowRedaction redaction = new(options.Sensitive);
        private readonly ImmutableArray<ChatExample>.Builder chats = ImmutableArray.CreateBuilder<ChatExample>();
        private readonly ImmutableArray<PreferenceExample>.Builder preferences = ImmutableArray.CreateBuilder<PreferenceExample>();
        private readonly SortedDictionary<string, int> unused = new(StringComparer.Ordinal);
        private readonly List<(int Line, JsonElement Json)> waiting = [];
        private ExampleFormat? format = options.Format;
        private int rows, rejected;

        public ExampleSet Read(CancellationToken cancellationToken)
        {
            foreach (RawRow raw in new RowSource(path, options, problems).Rows())
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows++;
                if (RowJson.Parse(raw, problems) is not { } json) continue;
                if (json.ValueKind != JsonValueKind.Object) problems.Add(raw.Line, "", "an object", RowFields.Describe(json), "Write one JSON object for each example.");
                else if (format is null) Wait(raw.Line, redaction.Apply(raw.Line, json));
                else Convert(raw.Line, redaction.Apply(raw.Line, json));
            }

            if (format is null) Settle();
            if (rows == 0 && problems.Count == 0) problems.Add(null, "", "at least one example", OrdinaryFile.HasContent(path) ? "none" : "none: the file is empty, or a pipe or a device", """Write one JSON object a line, such as {"messages":[{"role":"user","content":"..."},{"role":"assistant","content":"..."}]}.""");
            return new ExampleSet(path, format!.Value)
            {
                Chats = chats.ToImmutable(),
                Preferences = preferences.ToImmutable(),
                Problems = problems.First,
                ProblemCount = problems.Count,
                Rows = rows,
                Rejected = rejected,
                SensitiveMode = options.Sensitive,
                Sensitive = redaction.Redactor.Findings,
                UnusedFields = unused.ToImmutableSortedDictionary(StringComparer.Ordinal),
            };
        }

        private void Wait(int line, JsonElement json)
        {
            waiting.Add((line, json));
            if (waiting.Count == RowsToTell) Settle();
        }

        /// <summary>The format that most of the first rows have; of equally many the one that came first.</summary>
        private void Settle()
        {
            format = waiting.Select(w => FormatDetector.Detect(Fields(w.Line, w.Json))).Where(f => f != ExampleFormat.Unknown)
                .GroupBy(f => f).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key ?? ExampleFormat.Unknown;
            foreach ((int line, JsonElement json) in waiting) Convert(line, json);
            waiting.Clear();
        }

        private RowFields Fields(int line, JsonElement json) => new(json, "", line, problems, options.Names);

        private void Convert(int line, JsonElement json)
        {
            RowFields row = Fields(line, json);
            ExampleFormat found = FormatDetector.Detect(row);
            if (found != format || found == ExampleFormat.Unknown)
            {
                string has = found == ExampleFormat.Unknown ? FormatDetector.Fields(json) : FormatDetector.Describe(found);
                problems.Add(line, "", FormatDetector.Describe(format!.Value), has, found == ExampleFormat.Unknown ? FormatDetector.Fix(json) : "Put rows of another format into a file of their own.");
                return;
            }

            if (found is ExampleFormat.Preference or ExampleFormat.OpenAiPreference)
            {
                if (RowConverter.Preference(row, found) is { } preference && IsWanted(preference.Making)) preferences.Add(preference);
            }
            else if (RowConverter.Chat(row, found) is { } chat && IsWanted(chat.Making))
            {
                chats.Add(chat);
            }

            foreach (JsonProperty property in json.EnumerateObject()) NoteUnused(property.Name);
        }

        private bool IsWanted(ExampleMaking making)
        {
            if (making.Reviewed != ExampleReview.Rejected) return true;
            rejected++;
            return false;
        }

        private void NoteUnused(string field)
        {
            if (FormatDetector.IsKnown(field) || options.Names.ContainsValue(field) || (unused.Count >= 100 && !unused.ContainsKey(field))) return;
            unused[field] = unused.GetValueOrDefault(field) + 1;
        }
    }
}
