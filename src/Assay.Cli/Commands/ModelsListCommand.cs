using System.Collections.Immutable;
using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Models.Hub;
using Assay.Models.Local;

namespace Assay.Cli.Commands;

/// <summary><c>assay models list</c>: what is stored.</summary>
internal static class ModelsListCommand
{
    private static readonly int[] FromRight = [3, 4];

    public static Command Create(CommandHost host)
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("list",
            """
            List the models that come with Assay and those that are stored, with kind, parameters, size and folder, and what unfinished pulls take.

            Example:
              assay models list
            """) { json };
        command.SetAction(parsed =>
        {
            ModelStore store = ModelStore.Open(host.Variable);
            StoreContents contents = store.List();
            var own = BundledModels.Open(host.Variable);
            ImmutableArray<BundledModel> bundled = own.List(error => host.Error.WriteLine(error.Message));
            if (bundled.IsEmpty) host.Error.WriteLine($"None of the models that come with Assay is in '{own.Root}'. Install Assay again, or correct {BundledModels.Variable} where it is set.");
            if (parsed.GetValue(json)) host.WriteJson(new { Folder = store.Root, Bundled = bundled.Select(ModelsCommand.Json), Models = contents.Models.Select(ModelsCommand.Json), contents.Unfinished, contents.Damaged });
            else Print(host.Out, store, contents, bundled);
            return 0;
        });
        return command;
    }

    private static void Print(TextWriter output, ModelStore store, StoreContents contents, ImmutableArray<BundledModel> bundled)
    {
        IEnumerable<string[]> own = bundled.Select(m => new[] { m.Name, "bundled", Words(m.Kind), ByteText.Parameters(m.Parameters), ByteText.Of(m.Bytes), m.Folder });
        if (!bundled.IsEmpty || !contents.Models.IsEmpty) WriteRows(output, [.. own, .. contents.Models.Select(Row)]);
        if (contents.Models.IsEmpty) output.WriteLine($"No {(bundled.IsEmpty ? "" : "further ")}models in '{store.Root}'. Fetch one with: assay models pull hf:owner/name");
        foreach (UnfinishedPull pull in contents.Unfinished) output.WriteLine($"Unfinished: {pull.Name}, {ByteText.Of(pull.Bytes)}. Pull it again to go on, or remove it.");
        foreach (DamagedModel model in contents.Damaged) output.WriteLine($"Damaged: {PlainWriter.Line(model.Folder)}: {PlainWriter.Line(model.Reason)}. Pull {model.Name} again to make it whole, or remove it.");
    }

    // Not a table of fixed width: a folder must be there whole, to be copied.
    private static void WriteRows(TextWriter output, IEnumerable<string[]> models)
    {
        string[][] rows = [["name", "revision", "kind", "parameters", "size", "folder"], .. models];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length - 1).Select(column => rows.Max(r => r[column].Length))];
        foreach (string[] row in rows)
        {
            output.WriteLine(PlainWriter.Line(string.Concat(widths.Select((width, column) => (FromRight.Contains(column) ? row[column].PadLeft(width) : row[column].PadRight(width)) + "  ")) + row[^1]));
        }
    }

    private static string[] Row(StoredModel m) =>
        [m.Pinned, string.Join(",", m.Revisions.Select(r => r.Name == m.Commit ? "commit" : r.Name)), Words(m.ReadKind()), ByteText.Parameters(m.Parameters), ByteText.Of(m.Bytes), m.Folder];

    /// <summary>A kind as people read it.</summary>
    internal static string Words(StoredModelKind kind) => kind.ToString().ToLowerInvariant();
}
