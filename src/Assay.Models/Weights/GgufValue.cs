namespace Assay.Models.Weights;

/// <summary>What a value of a GGUF file is, by the format's numbers.</summary>
public enum GgufType
{
    /// <summary>Unsigned byte.</summary>
    U8,

    /// <summary>Signed byte.</summary>
    I8,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Single precision.</summary>
    F32,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Many values of one type.</summary>
    Array,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Double precision.</summary>
    F64,
}

/// <summary>One value of a GGUF file: a <see cref="byte"/>, <see cref="sbyte"/>, … <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>, or an array of one of these, or of arrays.</summary>
/// <param name="Type">What it is.</param>
/// <param name="ElementType">For an array, what its elements are.</param>
/// <param name="Value">The value; for an array a .NET array of the element's type, or of <see cref="GgufValue"/> when the elements are arrays.</param>
public sealed record GgufValue(GgufType Type, GgufType ElementType, object Value)
{
    private static readonly Dictionary<Type, GgufType> Types = new()
    {
        [typeof(byte)] = GgufType.U8, [typeof(sbyte)] = GgufType.I8, [typeof(ushort)] = GgufType.U16, [typeof(short)] = GgufType.I16, [typeof(uint)] = GgufType.U32, [typeof(int)] = GgufType.I32,
        [typeof(float)] = GgufType.F32, [typeof(bool)] = GgufType.Bool, [typeof(string)] = GgufType.Text, [typeof(ulong)] = GgufType.U64, [typeof(long)] = GgufType.I64, [typeof(double)] = GgufType.F64,
        [typeof(GgufValue)] = GgufType.Array,
    };

    /// <summary>A single value.</summary>
    /// <typeparam name="T">A number, <see cref="bool"/> or <see cref="string"/>.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>It, with the GGUF type of <typeparamref name="T"/>.</returns>
    public static GgufValue Of<T>(T value)
        where T : notnull => value is GgufValue ? throw new ArgumentException("A value of a value is an array: use OfArray.", nameof(value)) : new(TypeOf(typeof(T)), default, value);

    /// <summary>An array.</summary>
    /// <typeparam name="T">A number, <see cref="bool"/>, <see cref="string"/>, or <see cref="GgufValue"/> for arrays of arrays.</typeparam>
    /// <param name="values">The elements; not copied.</param>
    /// <returns>It, with the GGUF type of <typeparamref name="T"/>.</returns>
    public static GgufValue OfArray<T>(T[] values)
        where T : notnull => new(GgufType.Array, TypeOf(typeof(T)), values);

    private static GgufType TypeOf(Type type) => Types.TryGetValue(type, out GgufType found) ? found : throw new ArgumentException($"GGUF has no type for {type.Name}.", nameof(type));
}
