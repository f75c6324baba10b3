namespace Assay.Benchmarks.Encoders;

/// <summary>A BERT as an ONNX file: ids, and a mask where texts are padded, to the states of the last layer.</summary>
/// <param name="weights">The weights.</param>
/// <param name="form">In which operators.</param>
/// <param name="batch">Texts.</param>
/// <param name="length">Tokens of each, padding included.</param>
/// <param name="masked">Whether there is padding.</param>
internal sealed class OnnxBert(RandomEncoder weights, OnnxForm form, int batch, int length, bool masked)
{
    // The mask's term for padding, as transformers exports it.
    private const float Never = -10_000;

    private readonly EncoderShape shape = weights.Shape;
    private readonly OnnxGraph graph = new();
    private string mask = "";

    /// <summary>Writes the file.</summary>
    public static void Write(string path, RandomEncoder weights, OnnxForm form, int batch, int length, bool masked) => new OnnxBert(weights, form, batch, length, masked).Write(path);

    private int HeadDim => shape.Width / shape.Heads;

    private void Write(string path)
    {
        string ids = graph.Input("ids", batch, length), x = Embed(ids);
        if (masked) mask = Mask();
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            string at = RandomEncoder.LayerName(layer), attended = Attend(at + "attention.self.", x);
            x = AddNormalised(attended, at + "attention.output.dense", shape.Width, x, at + "attention.output.LayerNorm", null);
            string inner = Activate(graph.Node("MatMul", [x, Matrix(at + "intermediate.dense", shape.FeedForward, shape.Width)]), at + "intermediate.dense.bias");
            x = AddNormalised(inner, at + "output.dense", shape.FeedForward, x, at + "output.LayerNorm", layer == shape.Layers - 1 ? "states" : null);
        }

        graph.Output("states", batch, length, shape.Width);
        graph.Write(path);
    }

    // Positions and the first type are the same in every text: added up beforehand.
    private string Embed(string ids)
    {
        float[] positions = [.. weights["embeddings.position_embeddings.weight"].AsSpan(0, length * shape.Width)], type = weights["embeddings.token_type_embeddings.weight"];
        for (int i = 0; i < positions.Length; i++) positions[i] += type[i % shape.Width];
        string words = graph.Node("Gather", [graph.Floats(weights["embeddings.word_embeddings.weight"], shape.Vocabulary, shape.Width), ids]);
        return Normalise(graph.Node("Add", [words, graph.Floats(positions, 1, length, shape.Width)]), "embeddings.LayerNorm", null);
    }

    // Attention takes the lengths of texts that are padded at their end; MultiHeadAttention and the standard's operators take 1 for a token and 0 for padding.
    private string Mask()
    {
        if (form == OnnxForm.Attention) return graph.Input32("lengths", batch);
        if (form == OnnxForm.MultiHead) return graph.Input32("mask", batch, length);
        string given = graph.Input("mask", batch, length), wide = graph.Node("Unsqueeze", [graph.Node("Unsqueeze", [given, graph.Integers(1)]), graph.Integers(2)]);
        string padding = graph.Node("Sub", [graph.Floats([1]), graph.Node("Cast", [wide], [OnnxGraph.Attribute("to", 1L)])]);
        return graph.Node("Mul", [padding, graph.Floats([Never])]);
    }

    private string Attend(string at, string x)
    {
        if (form == OnnxForm.Attention) return graph.Node("Attention", [x, JoinedMatrix(at), JoinedBias(at), mask], [OnnxGraph.Attribute("num_heads", (long)shape.Heads)], OnnxGraph.Fused);
        string Product(string part) => graph.Node("MatMul", [x, Matrix(at + part, shape.Width, shape.Width)]);
        if (form == OnnxForm.MultiHead)
            return graph.Node("MultiHeadAttention", [Product("query"), Product("key"), Product("value"), JoinedBias(at), mask], [OnnxGraph.Attribute("num_heads", (long)shape.Heads)], OnnxGraph.Fused);
        string Heads(string part, params long[] order)
        {
            string biased = graph.Node("Add", [Product(part), Vector(at + part + ".bias")]);
            return graph.Node("Transpose", [graph.Node("Reshape", [biased, graph.Integers(0, 0, shape.Heads, HeadDim)])], [OnnxGraph.Attribute("perm", order)]);
        }

        string query = Heads("query", 0, 2, 1, 3), key = Heads("key", 0, 2, 3, 1), value = Heads("value", 0, 2, 1, 3);
        string scores = graph.Node("Div", [graph.Node("MatMul", [query, key]), graph.Floats([MathF.Sqrt(HeadDim)])]);
        if (masked) scores = graph.Node("Add", [scores, mask]);
        string shares = graph.Node("Softmax", [scores], [OnnxGraph.Attribute("axis", 3L)]);
        string joined = graph.Node("Transpose", [graph.Node("MatMul", [shares, value])], [OnnxGraph.Attribute("perm", 0, 2, 1, 3)]);
        return graph.Node("Reshape", [joined, graph.Integers(0, 0, shape.Width)]);
    }

    private string Activate(string x, string bias)
    {
        if (form != OnnxForm.Exported) return graph.Node("BiasGelu", [x, Vector(bias)], domain: OnnxGraph.Fused);
        string biased = graph.Node("Add", [x, Vector(bias)]);
        string erf = graph.Node("Erf", [graph.Node("Div", [biased, graph.Floats([MathF.Sqrt(2)])])]);
        return graph.Node("Mul", [graph.Node("Mul", [biased, graph.Node("Add", [erf, graph.Floats([1])])]), graph.Floats([0.5f])]);
    }

    private string AddNormalised(string x, string layer, int inputs, string rest, string norm, string? output)
    {
        string product = graph.Node("MatMul", [x, Matrix(layer, shape.Width, inputs)]);
        if (form == OnnxForm.Exported) return Normalise(graph.Node("Add", [graph.Node("Add", [product, Vector(layer + ".bias")]), rest]), norm, output);
        string[] given = [product, rest, Vector(norm + ".weight"), Vector(norm + ".bias"), Vector(layer + ".bias")];
        return graph.Node("SkipLayerNormalization", given, [OnnxGraph.Attribute("epsilon", EncoderShape.Epsilon)], OnnxGraph.Fused, output);
    }

    private string Normalise(string x, string norm, string? output) =>
        graph.Node("LayerNormalization", [x, Vector(norm + ".weight"), Vector(norm + ".bias")], [OnnxGraph.Attribute("axis", -1L), OnnxGraph.Attribute("epsilon", EncoderShape.Epsilon)], output: output);

    private string Vector(string name) => graph.Floats(weights[name], weights[name].Length);

    // From [outputs, inputs] to [inputs, outputs].
    private string Matrix(string name, int outputs, int inputs)
    {
        float[] values = new float[outputs * inputs];
        Transpose(name, outputs, inputs, values, outputs, 0);
        return graph.Floats(values, inputs, outputs);
    }

    private string JoinedMatrix(string at)
    {
        float[] values = new float[3 * shape.Width * shape.Width];
        int column = 0;
        foreach (string part in Parts)
        {
            Transpose(at + part, shape.Width, shape.Width, values, 3 * shape.Width, column);
            column += shape.Width;
        }

        return graph.Floats(values, shape.Width, 3 * shape.Width);
    }

    private static string[] Parts => ["query", "key", "value"];

    private string JoinedBias(string at) => graph.Floats([.. Parts.SelectMany(part => weights[at + part + ".bias"])], 3 * shape.Width);

    private void Transpose(string name, int outputs, int inputs, float[] into, int stride, int column)
    {
        float[] from = weights[name + ".weight"];
        for (int output = 0; output < outputs; output++)
        {
            for (int input = 0; input < inputs; input++) into[(input * stride) + column + output] = from[(output * inputs) + input];
        }
    }
}
