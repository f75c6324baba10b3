using System.Globalization;

namespace Assay.Benchmarks.Encoders;

/// <summary>A graph of ONNX being built: every value is a name, and a node gives one.</summary>
/// <remarks>Numbers of fields and types are those of onnx.proto, version 8 of the format.</remarks>
internal sealed class OnnxGraph
{
    private const int IrVersion = 8, Opset = 17, FloatType = 1, Int32Type = 6, Int64Type = 7;
    private const int AttributeFloat = 1, AttributeInt = 2, AttributeInts = 7;

    private readonly ProtobufWriter graph = new();
    private int count;

    /// <summary>Operators that are not of the standard but of ONNX Runtime.</summary>
    public static string Fused => "com.microsoft";

    /// <summary>An attribute that is a whole number.</summary>
    public static ProtobufWriter Attribute(string name, long value) => new ProtobufWriter().Text(1, name).Number(3, value).Number(20, AttributeInt);

    /// <summary>An attribute that is a float.</summary>
    public static ProtobufWriter Attribute(string name, float value) => new ProtobufWriter().Text(1, name).Float(2, value).Number(20, AttributeFloat);

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static ProtobufWriter Attribute(string name, params long[] values)
    {
        ProtobufWriter attribute = new ProtobufWriter().Text(1, name).Number(20, AttributeInts);
        foreach (long value in values) attribute.Number(8, value);
        return attribute;
    }

    /// <summary>A node.</summary>
    /// <param name="operation">Its operator.</param>
    /// <param name="inputs">What it is given; an empty name for what may be missing.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="domain">Whose operator it is; empty for the standard.</param>
    /// <param name="output">The name of what it gives; null for one of its own.</param>
    /// <returns>The name of what it gives.</returns>
    public string Node(string operation, string[] inputs, ProtobufWriter[]? attributes = null, string domain = "", string? output = null)
    {
        output ??= Name();
        var node = new ProtobufWriter();
        foreach (string input in inputs) node.Text(1, input);
        node.Text(2, output).Text(3, "node_" + output).Text(4, operation);
        foreach (ProtobufWriter attribute in attributes ?? []) node.Message(5, attribute);
        if (domain.Length > 0) node.Text(7, domain);
        graph.Message(1, node);
        return output;
    }

    /// <summary>Constant floats.</summary>
    public string Floats(float[] values, params int[] shape)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return Constant(FloatType, bytes, shape);
    }

    /// <summary>Constant whole numbers, of one dimension.</summary>
    public string Integers(params long[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return Constant(Int64Type, bytes, [values.Length]);
    }

    /// <summary>An input of 64-bit whole numbers.</summary>
    public string Input(string name, params int[] shape)
    {
        graph.Message(11, Value(name, Int64Type, shape));
        return name;
    }

    /// <summary>An input of 32-bit whole numbers.</summary>
    public string Input32(string name, params int[] shape)
    {
        graph.Message(11, Value(name, Int32Type, shape));
        return name;
    }

    /// <summary>An output of floats.</summary>
    public void Output(string name, params int[] shape) => graph.Message(12, Value(name, FloatType, shape));

    /// <summary>Writes the model.</summary>
    public void Write(string path)
    {
        graph.Text(2, "encoder");
        ProtobufWriter model = new ProtobufWriter().Number(1, IrVersion).Text(2, "Assay.Benchmarks").Message(7, graph)
            .Message(8, new ProtobufWriter().Text(1, "").Number(2, Opset)).Message(8, new ProtobufWriter().Text(1, Fused).Number(2, 1));
        using FileStream file = File.Create(path);
        file.Write(model.Written);
    }

    private static ProtobufWriter Value(string name, int type, int[] shape)
    {
        var dimensions = new ProtobufWriter();
        foreach (int size in shape) dimensions.Message(1, new ProtobufWriter().Number(1, size));
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, new ProtobufWriter().Number(1, type).Message(2, dimensions)));
    }

    private string Constant(int type, byte[] bytes, int[] shape)
    {
        string name = Name();
        var tensor = new ProtobufWriter();
        foreach (int size in shape) tensor.Number(1, size);
        graph.Message(5, tensor.Number(2, type).Text(8, name).Data(9, bytes));
        return name;
    }

    private string Name() => string.Create(CultureInfo.InvariantCulture, $"v{count++}");
}
