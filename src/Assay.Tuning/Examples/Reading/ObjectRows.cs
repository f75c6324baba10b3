using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;

namespace Assay.Tuning.Examples.Reading;

/// <summary>Reads small files of JSON objects, one a line or as one array.</summary>
internal static class ObjectRows
{
    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="fix">What messages tell to do about a row that is wrong.</param>
    /// <param name="read">Makes something of a row; null leaves it out, with a problem noted.</param>
    /// <exception cref="InputException">There is no such file, it has no rows, or some are wrong.</exception>
    /// <exception cref="AssayException">It cannot be read.</exception>
    public static ImmutableArray<T> Read<T>(string path, string fix, Func<RowFields, T?> read)
        where T : class
    {
        RowProblems problems = new();
        var rows = ImmutableArray.CreateBuilder<T>();
        foreach (RawRow row in new RowSource(path, new ExampleReadOptions(), problems).Rows())
        {
            if (RowJson.Parse(row, problems) is not { } json) continue;
            if (json.ValueKind != JsonValueKind.Object) problems.Add(row.Line, "", "a JSON object", $"{json.ValueKind}", fix);
            else if (read(new RowFields(json, "", row.Line, problems, ImmutableDictionary<string, string>.Empty)) is { } made) rows.Add(made);
        }

        RowProblems.ThrowIfAny(path, problems.First, problems.Count);
        return rows.Count == 0 ? throw new InputException(new Problem(path, null, $"expected rows; found none. {fix}")) : rows.ToImmutable();
    }
}
