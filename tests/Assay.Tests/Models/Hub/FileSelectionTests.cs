using Assay.Models.Hub;
using Assay.Text;

namespace Assay.Tests.Models.Hub;

/// <summary>What of a repository is fetched.</summary>
public sealed class FileSelectionTests
{
    [Fact]
    public void Choose_sentence_transformers_folder_with_its_modules()
    {
        string[] needed = ["1_Pooling/config.json", "2_Dense/config.json", "2_Dense/model.safetensors", "README.md", "config.json", "config_sentence_transformers.json", "model.safetensors", "modules.json", "sentence_bert_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt"];

        Assert.Equal(needed, Chosen([.. needed, "pytorch_model.bin", "2_Dense/pytorch_model.bin", "onnx/model.onnx", "openvino/model.bin", "tf_model.h5", "train_script.py", "data/config.json"]));
    }

    [Theory]
    [InlineData("model.safetensors consolidated.safetensors model.fp16.safetensors", "model.safetensors")]
    [InlineData("model-00001-of-00002.safetensors model-00002-of-00002.safetensors model.safetensors.index.json consolidated.safetensors", "model-00001-of-00002.safetensors model-00002-of-00002.safetensors model.safetensors.index.json")]
    [InlineData("adapter_model.safetensors adapter_config.json", "adapter_config.json adapter_model.safetensors")]
    [InlineData("model.safetensors model-Q4.gguf pytorch_model.bin", "model.safetensors")]
    [InlineData("tiny-Q8_0.gguf config.json README.md LICENSE.txt", "LICENSE.txt README.md tiny-Q8_0.gguf")]
    [InlineData("0_StaticEmbedding/model.safetensors 0_StaticEmbedding/tokenizer.json modules.json", "0_StaticEmbedding/model.safetensors 0_StaticEmbedding/tokenizer.json modules.json")]
    public void Choose_takes_one_set_of_weights(string files, string chosen) => Assert.Equal(chosen.Split(' '), Chosen(files.Split(' ')));

    [Theory]
    [InlineData("a-Q4_K_M.gguf a-Q8_0.gguf", "Q8_0", "a-Q8_0.gguf"), InlineData("a-Q4_K_M.gguf a-Q8_0.gguf", "q4_k", "a-Q4_K_M.gguf"), InlineData("a.gguf sub/a.gguf", "a.gguf", "a.gguf"), InlineData("model.safetensors sub/a.gguf", "sub/a.gguf", "sub/a.gguf")]
    public void Choose_finds_the_named_file(string files, string named, string chosen) => Assert.Equal([chosen], Chosen(files.Split(' '), named));

    [Theory]
    [InlineData("a-Q4_K_M.gguf a-Q8_0.gguf", null, "Name one with --file", "a-Q8_0.gguf")]
    [InlineData("a-Q4_K_M.gguf a-Q8_0.gguf", "Q5", "no GGUF file named 'Q5'", "a-Q4_K_M.gguf")]
    [InlineData("a-Q4_K_M.gguf a-Q4_K_S.gguf b.gguf", "q4", "part of 2 names", "a-Q4_K_S.gguf")]
    [InlineData("model.safetensors", "Q5", "no GGUF file", "Leave --file out")]
    [InlineData("a-00001-of-00003.gguf", null, "one part of", "--merge")]
    [InlineData("pytorch_model.bin config.json", null, "Python pickle ('pytorch_model.bin')", "runs whatever program")]
    [InlineData("a.gguf model.pt", "model.pt", "Python pickle", "safetensors")]
    [InlineData("model.safetensors 2_Dense/pytorch_model.bin", null, "Python pickle ('2_Dense/pytorch_model.bin')", "safetensors")]
    [InlineData("README.md config.json", null, "no weights that Assay reads", "*.gguf")]
    [InlineData("", null, "no weights", "*.gguf")]
    public void Choose_says_what_there_is_instead(string files, string? named, string said, string advice)
    {
        InputException error = Assert.Throws<InputException>(() => Chosen(files.Split(' ', StringSplitOptions.RemoveEmptyEntries), named));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    private static string[] Chosen(string[] files, string? named = null)
    {
        HubReference reference = HubReference.Parse("hf:a/b") with { File = named };
        HubFile[] all = [.. files.Select(f => new HubFile(f, 5, FileDigest.Read(isGit: true, new string('0', 40))))];
        return [.. FileSelection.Choose(all, reference, new HubErrors(new HubOptions(), reference)).Select(f => f.Path)];
    }
}
