using System.Buffers.Binary;

namespace Assay.Text.Tokenizers.SentencePiece;

/// <summary>Goes through the fields of a protocol buffers message.</summary>
/// <param name="message">The message.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int VarintType = 0;
    private const int LongType = 1;
    private const int BytesType = 2;
    private const int IntType = 5;
    private ReadOnlySpan<byte> _rest = message;
    private int _type;

    /// <summary>Number of the field.</summary>
    public int Field { get; private set; }

    /// <summary>Value of a field that is a number or a truth value.</summary>
    public ulong Number { get; private set; }

    /// <summary>Value of a field that is text or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Value of a field that is a float.</summary>
    public readonly float Single => _type == IntType ? BitConverter.UInt32BitsToSingle((uint)Number) : throw new FormatException($"field {Field} was expected to be a float");

    /// <summary>Value of a field that is an int32, which when negative is written with 64 bits.</summary>
    public readonly int Int32 => _type == VarintType ? unchecked((int)Number) : throw new FormatException($"field {Field} was expected to be a number");

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">The message is cut off or is none.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        ulong key = Varint();
        if (key >> 3 is 0 or > int.MaxValue) throw new FormatException("a field has no valid number");
        (Field, _type, Number) = ((int)(key >> 3), (int)(key & 7), 0);
        Bytes = default;
        switch (_type)
        {
            case VarintType:
                Number = Varint();
                break;
            case LongType:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case BytesType:
                Bytes = Take(Varint());
                break;
            case IntType:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new FormatException($"field {Field} has the unknown wire type {_type}");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length) throw new FormatException($"field {Field} is said to have {length} bytes, and {_rest.Length} are left");
        ReadOnlySpan<byte> taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte b = Take(1)[0];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }

        throw new FormatException("a number has more than 64 bits");
    }
}
