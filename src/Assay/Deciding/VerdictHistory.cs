using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Deciding;

/// <summary>The verdicts that a project was given, one small file each. What does not differ from the last one is not kept again.</summary>
/// <param name="workspace">Where they are kept.</param>
public sealed class VerdictHistory(Workspace workspace)
{
    /// <summary>All of them, the oldest first. A file that is not one is left out.</summary>
    public ImmutableArray<VerdictRecord> All => !Directory.Exists(workspace.VerdictsFolder) ? [] :
        [.. Directory.EnumerateFiles(workspace.VerdictsFolder, "v*.json").Where(f => NumberOf(Path.GetFileNameWithoutExtension(f)) > 0).OrderBy(f => NumberOf(Path.GetFileNameWithoutExtension(f))).Select(Read).OfType<VerdictRecord>()];

    /// <summary>Keeps a verdict under the next name.</summary>
    /// <param name="record">The verdict; its name is given here.</param>
    /// <returns>The verdict that is kept now: the last one where it rests on the same.</returns>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public VerdictRecord Keep(VerdictRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        ImmutableArray<VerdictRecord> all = All;
        if (all.Length > 0 && all[^1].Inputs == record.Inputs) return all[^1];
        Directory.CreateDirectory(workspace.VerdictsFolder);
        int last = Directory.EnumerateFiles(workspace.VerdictsFolder, "v*.json").Select(f => NumberOf(Path.GetFileNameWithoutExtension(f))).DefaultIfEmpty(0).Max();
        for (int number = last + 1; ; number++)
        {
            VerdictRecord named = record with { Name = string.Create(CultureInfo.InvariantCulture, $"v{number}") };
            if (IsWritten(named)) return named;
        }
    }

    // Two may come to the same number at once: only one of them can make the file.
    private bool IsWritten(VerdictRecord record)
    {
        string file = FileOf(record.Name);
        try
        {
            using var writer = new StreamWriter(new FileStream(file, FileMode.CreateNew));
            writer.Write(JsonSerializer.Serialize(record, JsonFormat.Indented) + "\n");
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{file}' cannot be written ({e.Message.TrimEnd('.')}), so the verdict is not kept.", e);
        }
    }

    /// <summary>The verdict that a name or a day means.</summary>
    /// <param name="since"><c>last</c>, a name (<c>v3</c>), or a day (<c>2026-10-01</c>): the last verdict given on or before it, else the first one after it.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="InputException">There is none.</exception>
    public VerdictRecord Find(string since)
    {
        ImmutableArray<VerdictRecord> all = All;
        if (all.Length == 0) throw Wrong("no verdict was kept here yet. `assay compare` and `assay decide` keep one.");
        if (since == "last") return all[^1];
        if (all.FirstOrDefault(v => v.Name == since) is { } named) return named;
        if (!DateOnly.TryParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            throw Wrong($"'{since}' is neither a kept verdict ({all[0].Name} to {all[^1].Name}) nor a day (2026-10-01) nor 'last'.");
        }

        return all.LastOrDefault(v => DateOnly.FromDateTime(v.Time.UtcDateTime) <= day) ?? all[0];
    }

    private static InputException Wrong(string message) => new(new Problem("", null, $"--since: {message}"));

    private string FileOf(string name) => Path.Combine(workspace.VerdictsFolder, name + ".json");

    private static int NumberOf(string name) => name.Length > 1 && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static VerdictRecord? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<VerdictRecord>(File.ReadAllText(file), JsonFormat.Compact) is { Name: not null, Kind: not null, Inputs: not null, Needs: not null, Data: not null } read
                && (read.Arms.IsDefault || read.Arms.All(a => a?.Arm is not null)) && read.Needs.Values.All(v => v is not null) && read.Data.Values.All(v => v is not null)
                ? read with { Arms = read.Arms.IsDefault ? [] : read.Arms } : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }
}
