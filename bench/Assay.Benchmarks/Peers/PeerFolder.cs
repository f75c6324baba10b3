using Assay.Text;

namespace Assay.Benchmarks.Peers;

/// <summary>The folder that <c>eng/fetch-peers</c> filled.</summary>
/// <param name="Root">The folder.</param>
internal sealed record PeerFolder(string Root)
{
    /// <summary>Two hundred thousand passages, one a line.</summary>
    public string Corpus => Path.Combine(Root, "text", "corpus.txt");

    /// <summary>Queries for them, one a line.</summary>
    public string Queries => Path.Combine(Root, "text", "queries.txt");

    /// <summary>Where peers keep their indexes.</summary>
    public string Work => Path.Combine(Root, "work");

    /// <summary>Where llama.cpp finds its code for this processor.</summary>
    public string LlamaBackends => Path.Combine(Root, "llama", "package", "bins", "linux-x64");

    /// <summary>The script that runs ONNX Runtime.</summary>
    public string OnnxScript => Path.Combine(Root, "onnx", "onnx.mjs");

    /// <summary>Where models with random weights are kept.</summary>
    public string Models => Path.Combine(Root, "models");

    /// <summary>The Python that has Xapian.</summary>
    public string Python => Program("python3");

    /// <summary>Opens the folder.</summary>
    /// <exception cref="InputException">It is not what the script makes.</exception>
    public static PeerFolder Open(string root)
    {
        string full = Path.GetFullPath(root);
        return File.Exists(Path.Combine(full, "bin", "probe")) ? new PeerFolder(full) : throw new InputException(new Problem(root, null, "expected a folder made by eng/fetch-peers (with bin/probe in it)."));
    }

    /// <summary>Path of a program or script of the folder.</summary>
    public string Program(string name) => Path.Combine(Root, "bin", name);

    /// <summary>Path of a file with vectors.</summary>
    public string Vectors(string name) => Path.Combine(Root, "vectors", name);
}
