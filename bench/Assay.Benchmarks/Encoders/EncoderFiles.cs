using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Models.Encoders.Export;
using Assay.Models.Weights;

namespace Assay.Benchmarks.Encoders;

/// <summary>The encoders with random weights in the folder of the peers, made when they are missing.</summary>
/// <param name="folder">The peers.</param>
/// <param name="weights">The weights.</param>
/// <param name="seed">Of the weights.</param>
internal sealed class EncoderFiles(PeerFolder folder, RandomEncoder weights, ulong seed)
{
    // Part of the files' names: another maker makes other files.
    private const int MakerVersion = 1;

    /// <summary>A folder that Assay loads.</summary>
    /// <param name="type">How matrices are stored.</param>
    public string Folder(WeightType type) => Made(type.ToString(), "", path => weights.WriteFolder(path, type));

    /// <summary>A file that llama.cpp loads, made by <c>assay models export</c>'s own code.</summary>
    public string Gguf() => Made("F32", ".gguf", path => EmbedderExport.Write(Folder(WeightType.F32), path));

    /// <summary>A file that ONNX Runtime loads.</summary>
    /// <param name="form">In which operators.</param>
    /// <param name="batch">Texts.</param>
    /// <param name="length">Tokens of each, padding included.</param>
    /// <param name="masked">Whether there is padding.</param>
    public string Onnx(OnnxForm form, int batch, int length, bool masked) =>
        Made(string.Create(CultureInfo.InvariantCulture, $"{form}-{batch}x{length}{(masked ? "-masked" : "")}"), ".onnx", path => OnnxBert.Write(path, weights, form, batch, length, masked));

    private string Made(string kind, string ending, Action<string> make)
    {
        Directory.CreateDirectory(folder.Models);
        string path = Path.Combine(folder.Models, string.Create(CultureInfo.InvariantCulture, $"{weights.Shape.Name}-{kind}-{seed}-v{MakerVersion}{ending}")), unfinished = path + ".part";
        if (Path.Exists(path)) return path;
        make(unfinished);
        if (ending.Length == 0) Directory.Move(unfinished, path);
        else File.Move(unfinished, path);
        return path;
    }
}
