using Assay.Models.Weights;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Models.Local;

/// <summary>The vocabulary that a GGUF file carries, as a tokenizer.</summary>
internal static class GgufTokenizer
{
    /// <summary>Reads it.</summary>
    /// <exception cref="InputException">There is none, or it is of a kind that is not read.</exception>
    public static Tokenizer Read(GgufFile file)
    {
        string model = file.Text("tokenizer.ggml.model") ?? throw new InputException(new Problem(file.Path, null, "the file has no vocabulary ('tokenizer.ggml.model'): text cannot become tokens. Convert the model again with its tokenizer."));
        return Tokenizer.FromVocabulary(new VocabularyData(model, file.Texts("tokenizer.ggml.tokens") ?? [])
        {
            Scores = file.Numbers("tokenizer.ggml.scores") ?? [],
            Types = file.WholeNumbers("tokenizer.ggml.token_type") ?? [],
            Merges = file.Texts("tokenizer.ggml.merges") ?? [],
            Pre = file.Text("tokenizer.ggml.pre") ?? "gpt-2",
            StartId = Id(file, "tokenizer.ggml.bos_token_id"),
            EndId = Id(file, "tokenizer.ggml.eos_token_id"),
            UnknownId = Id(file, "tokenizer.ggml.unknown_token_id"),
            AddStart = file.Flag("tokenizer.ggml.add_bos_token") ?? model == "llama",
            AddEnd = file.Flag("tokenizer.ggml.add_eos_token") ?? false,
            AddSpacePrefix = file.Flag("tokenizer.ggml.add_space_prefix") ?? true,
        });
    }

    // What is no id of any vocabulary stands for none, as where the architecture is read.
    private static int? Id(GgufFile file, string key) => file.WholeNumber(key) is >= 0 and <= int.MaxValue and var id ? (int)id : null;
}
