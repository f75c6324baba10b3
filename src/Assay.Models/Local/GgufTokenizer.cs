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
            StartId = (int?)file.WholeNumber("tokenizer.ggml.bos_token_id"),
            EndId = (int?)file.WholeNumber("tokenizer.ggml.eos_token_id"),
            UnknownId = (int?)file.WholeNumber("tokenizer.ggml.unknown_token_id"),
            AddStart = file.Flag("tokenizer.ggml.add_bos_token") ?? model == "llama",
            AddEnd = file.Flag("tokenizer.ggml.add_eos_token") ?? false,
        });
    }
}
