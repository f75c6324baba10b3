using System.Collections.Frozen;

namespace Assay.Models.Weights;

/// <summary>The size and the names of one <see cref="WeightType"/>: <see cref="BlockLength"/> numbers take <see cref="BlockBytes"/> bytes.</summary>
/// <param name="Type">The type.</param>
/// <param name="BlockLength">Numbers that are stored together; 1 for plain types.</param>
/// <param name="BlockBytes">Bytes that these numbers take.</param>
/// <param name="Name">What the formats call it, for example <c>BF16</c> or <c>Q4_0</c>.</param>
/// <param name="GgmlId">The number that GGUF has for it; null when it has none.</param>
public sealed record WeightLayout(WeightType Type, int BlockLength, int BlockBytes, string Name, uint? GgmlId)
{
    private static readonly WeightLayout[] All =
    [
        new(WeightType.Bool, 1, 1, "BOOL", null), new(WeightType.F4, 2, 1, "F4", null), new(WeightType.F6E2M3, 4, 3, "F6_E2M3", null), new(WeightType.F6E3M2, 4, 3, "F6_E3M2", null),
        new(WeightType.U8, 1, 1, "U8", null), new(WeightType.I8, 1, 1, "I8", 24), new(WeightType.F8E5M2, 1, 1, "F8_E5M2", null), new(WeightType.F8E4M3, 1, 1, "F8_E4M3", null),
        new(WeightType.F8E8M0, 1, 1, "F8_E8M0", null), new(WeightType.F8E4M3Fnuz, 1, 1, "F8_E4M3FNUZ", null), new(WeightType.F8E5M2Fnuz, 1, 1, "F8_E5M2FNUZ", null),
        new(WeightType.I16, 1, 2, "I16", 25), new(WeightType.U16, 1, 2, "U16", null), new(WeightType.F16, 1, 2, "F16", 1), new(WeightType.BF16, 1, 2, "BF16", 30),
        new(WeightType.I32, 1, 4, "I32", 26), new(WeightType.U32, 1, 4, "U32", null), new(WeightType.F32, 1, 4, "F32", 0), new(WeightType.C64, 1, 8, "C64", null),
        new(WeightType.F64, 1, 8, "F64", 28), new(WeightType.I64, 1, 8, "I64", 27), new(WeightType.U64, 1, 8, "U64", null),
        new(WeightType.Q40, 32, 18, "Q4_0", 2), new(WeightType.Q41, 32, 20, "Q4_1", 3), new(WeightType.Q50, 32, 22, "Q5_0", 6), new(WeightType.Q51, 32, 24, "Q5_1", 7),
        new(WeightType.Q80, 32, 34, "Q8_0", 8), new(WeightType.Q2K, 256, 84, "Q2_K", 10), new(WeightType.Q3K, 256, 110, "Q3_K", 11), new(WeightType.Q4K, 256, 144, "Q4_K", 12),
        new(WeightType.Q5K, 256, 176, "Q5_K", 13), new(WeightType.Q6K, 256, 210, "Q6_K", 14),
    ];

    private static readonly FrozenDictionary<string, WeightLayout> BySafetensorsName = All.Where(l => l.InSafetensors).ToFrozenDictionary(l => l.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<uint, WeightLayout> ByGgmlId = All.Where(l => l.GgmlId is not null).ToFrozenDictionary(l => l.GgmlId!.Value);

    /// <summary>Names of all safetensors types, for messages.</summary>
    internal static string SafetensorsNames { get; } = string.Join(", ", All.Where(l => l.InSafetensors).Select(l => l.Name));

    /// <summary>Names of all GGUF types, for messages.</summary>
    internal static string GgmlNames { get; } = string.Join(", ", All.Where(l => l.GgmlId is not null).Select(l => l.Name));

    /// <summary>Whether safetensors has this type.</summary>
    public bool InSafetensors => Type <= WeightType.U64;

    /// <summary>The layout of a type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Its sizes and names.</returns>
    public static WeightLayout Of(WeightType type) => All[(int)type];

    /// <summary>The type that safetensors calls so.</summary>
    /// <param name="name">For example <c>BF16</c>; case matters.</param>
    /// <returns>Null when there is none.</returns>
    internal static WeightLayout? FromSafetensors(string name) => BySafetensorsName.GetValueOrDefault(name);

    /// <summary>The type that GGUF has this number for.</summary>
    /// <param name="id">The <c>ggml_type</c>.</param>
    /// <returns>Null when it is unknown.</returns>
    internal static WeightLayout? FromGgml(uint id) => ByGgmlId.GetValueOrDefault(id);

    /// <summary>Bytes that a number of values takes.</summary>
    /// <param name="count">A multiple of <see cref="BlockLength"/>, 0 or more.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="OverflowException">More than 2^63.</exception>
    public long Bytes(long count) => checked(count / BlockLength * BlockBytes);
}
