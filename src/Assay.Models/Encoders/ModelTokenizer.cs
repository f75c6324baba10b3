using Assay.Models.Configuration;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Models.Encoders;

/// <summary>Reads the tokenizer of an encoder's folder and its limits.</summary>
internal static class ModelTokenizer
{
    /// <summary>The tokenizer, as its file has it.</summary>
    /// <exception cref="InputException">It is missing or not well formed.</exception>
    public static Tokenizer Load(string folder)
    {
        string path = Path.Combine(folder, "tokenizer.json");
        if (File.Exists(path)) return Tokenizer.Load(path);
        throw new InputException(new Problem(folder, null, "expected tokenizer.json in the folder; it is not there. Download the model again with its tokenizer, or save it once with a recent version of transformers, which writes this file."));
    }

    /// <summary>Most tokens that the tokenizer was saved for (<c>model_max_length</c>); null when that is not told, or is one of the absurd numbers that stand for "no limit".</summary>
    public static int? SavedLimit(string folder)
    {
        string path = Path.Combine(folder, "tokenizer_config.json");
        return File.Exists(path) && ConfigFields.Read(path).Number("model_max_length", 1, double.MaxValue) is <= 1 << 24 and var length ? (int)length : null;
    }

    /// <summary>Checks that the model has a row for every token.</summary>
    /// <exception cref="InputException">It has not.</exception>
    public static void Require(string folder, Tokenizer tokenizer, int vocabulary)
    {
        if (tokenizer.VocabularySize > vocabulary) throw new InputException(new Problem(Path.Combine(folder, "tokenizer.json"), null, $"expected ids below the model's vocab_size of {vocabulary}; found {tokenizer.VocabularySize - 1}. Tokenizer and model belong to different folders."));
    }
}
