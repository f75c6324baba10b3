using System.Buffers.Binary;

namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Writes the values of one section, one after the other.</summary>
/// <param name="target">Takes the bytes.</param>
/// <param name="offset">First byte of the section in the target.</param>
internal sealed class SectionWriter(SegmentTarget target, long offset)
{
    private readonly byte[] buffer = new byte[target.IsFile ? 1 << 16 : 1 << 9];
    private int used;
    private long flushed;

    /// <summary>First byte of the section.</summary>
    public long Offset => offset;

    /// <summary>Bytes written so far.</summary>
    public long Length => flushed + used;

    public void Write(byte value)
    {
        if (used == buffer.Length) Flush();
        buffer[used++] = value;
    }

    public void Write(int value)
    {
        if (used + sizeof(int) > buffer.Length) Flush();
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(used), value);
        used += sizeof(int);
    }

    public void Write(long value)
    {
        if (used + sizeof(long) > buffer.Length) Flush();
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(used), value);
        used += sizeof(long);
    }

    public void Write(float value) => Write(BitConverter.SingleToInt32Bits(value));

    public void Write(string characters)
    {
        foreach (char c in characters)
        {
            if (used + sizeof(char) > buffer.Length) Flush();
            BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(used), c);
            used += sizeof(char);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (used + bytes.Length > buffer.Length) Flush();
        if (bytes.Length > buffer.Length)
        {
            target.Write(offset + flushed, bytes);
            flushed += bytes.Length;
            return;
        }

        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    public void Flush()
    {
        target.Write(offset + flushed, buffer.AsSpan(0, used));
        flushed += used;
        used = 0;
    }
}
