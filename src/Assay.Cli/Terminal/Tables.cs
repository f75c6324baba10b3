using Spectre.Console;

namespace Assay.Cli.Terminal;

/// <summary>Tables on standard output.</summary>
internal static class Tables
{
    private const int PlainWidth = 160;

    /// <summary>Writes a table; numbers go into right-aligned columns.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="columns">Headings; one that begins with <c>&gt;</c> is right-aligned.</param>
    /// <param name="rows">Plain text cells, as many as columns.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (string column in columns)
        {
            bool right = column.StartsWith('>');
            var added = new TableColumn(new Spectre.Console.Text(right ? column[1..] : column)) { NoWrap = true };
            table.AddColumn(right ? added.RightAligned() : added);
        }

        foreach (IReadOnlyList<string> row in rows) table.AddRow(row.Select(cell => new Spectre.Console.Text(PlainWriter.Line(cell))));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = PlainWidth;
        console.Write(table);
    }
}
