using System.Buffers;
using System.Text;

namespace Assay.Benchmarks.Encoders;

/// <summary>Writes messages of protocol buffers: fields one after the other, each with its number and its kind.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0, Bytes = 2, Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    /// <summary>A whole number.</summary>
    public ProtobufWriter Number(int field, long value)
    {
        Key(field, Varint);
        Raw(unchecked((ulong)value));
        return this;
    }

    /// <summary>A float.</summary>
    public ProtobufWriter Float(int field, float value)
    {
        Key(field, Fixed32);
        buffer.Write(BitConverter.GetBytes(value));
        return this;
    }

    /// <summary>A text.</summary>
    public ProtobufWriter Text(int field, string value) => Data(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message within.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter message) => Data(field, message.Written);

    /// <summary>Bytes.</summary>
    public ProtobufWriter Data(int field, ReadOnlySpan<byte> value)
    {
        Key(field, Bytes);
        Raw((ulong)value.Length);
        buffer.Write(value);
        return this;
    }

    private void Key(int field, int kind) => Raw((ulong)((field << 3) | kind));

    private void Raw(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        int count = 0;
        for (; value >= 128; value >>= 7) bytes[count++] = (byte)((value & 127) | 128);
        bytes[count++] = (byte)value;
        buffer.Write(bytes[..count]);
    }
}
