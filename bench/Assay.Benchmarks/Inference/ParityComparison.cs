using Assay.Benchmarks.Peers;

namespace Assay.Benchmarks.Inference;

/// <summary>Whether Assay and llama.cpp give the same for one model.</summary>
/// <param name="shape">Its architecture.</param>
/// <param name="file">The model.</param>
/// <param name="folder">The peers.</param>
internal sealed class ParityComparison(DecoderShape shape, string file, PeerFolder folder)
{
    /// <summary>Prompts that are continued.</summary>
    public const int Prompts = 20;

    /// <summary>Tokens that each is continued by.</summary>
    public const int Steps = 200;

    /// <summary>Tokens of the texts of which all logits are compared.</summary>
    public const int TextLength = 256;

    private const int Texts = 3, ShortestPrompt = 8, PromptGrowth = 5;

    /// <summary>Compares.</summary>
    public ParityResult Run()
    {
        RandomAdapter? adapter = shape.AdapterRank == 0 ? null : RandomAdapter.Write(folder, shape, file);
        using var ours = new AssayDecoder(file, adapter?.Folder);
        using LlamaPeer theirs = LlamaPeer.Start(folder, file, singlePrecision: true);
        if (adapter is not null) theirs.Adapt(adapter.File);
        ours.Use(1);
        theirs.Use(1);
        var comparison = new DecoderComparison(ours, theirs, shape.Vocabulary);
        for (ulong text = 0; text < Texts; text++) comparison.CompareLogits(RandomGguf.Prompt(shape, TextLength, 100 + text));
        for (int prompt = 0; prompt < Prompts; prompt++) comparison.CompareText(RandomGguf.Prompt(shape, ShortestPrompt + (prompt * PromptGrowth), 1000 + (ulong)prompt), Steps);
        return comparison.Result(shape.Name);
    }
}
