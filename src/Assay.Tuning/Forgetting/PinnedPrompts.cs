using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;
using Assay.Tuning.Examples.Reading;

namespace Assay.Tuning.Forgetting;

/// <summary>Reads prompts that are to keep their answers.</summary>
public static class PinnedPrompts
{
    private const string Fix = "Write rows such as {\"prompt\": \"...\", \"answer\": \"...\"}; 'answer', 'system' and 'id' may be left out.";

    /// <summary>Reads a <c>.jsonl</c> file.</summary>
    /// <param name="path">The file: <c>prompt</c> and, where there are any, <c>answer</c>, <c>system</c> and <c>id</c> of each row.</param>
    /// <returns>One or more, in order.</returns>
    /// <exception cref="InputException">There is no such file, it has no prompts, or a row is wrong.</exception>
    /// <exception cref="AssayException">It cannot be read.</exception>
    public static ImmutableArray<PinnedPrompt> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ObjectRows.Read(path, Fix, row => row.Text("prompt", Fix) is { } prompt
            ? new PinnedPrompt(row.OptionalText("id") ?? string.Create(CultureInfo.InvariantCulture, $"line {row.Line}"), prompt) { System = row.OptionalText("system"), Answer = row.OptionalText("answer") }
            : null);
    }
}
