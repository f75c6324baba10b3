using System.Runtime.Intrinsics;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>The panel kernels by format and vector width.</summary>
internal static unsafe class PanelKernels
{
    /// <summary>The widest path this processor has: 512, 256, 128 or 32 bits.</summary>
    public static int Widest => Has(512) ? 512 : Has(256) ? 256 : Has(128) ? 128 : 32;

    /// <summary>Whether this processor has a path; 32 is the one without vectors.</summary>
    /// <exception cref="ArgumentException">There is no such path.</exception>
    public static bool Has(int bits) => bits switch
    {
        512 => Lanes512.IsSupported,
        256 => Lanes256.IsSupported,
        128 => Lanes128.IsSupported,
        32 => true,
        _ => throw new ArgumentException($"There is no path of {bits} bits.", nameof(bits)),
    };

    /// <summary>Bytes of a unit of a panel, which holds one block of the file for each of 32 rows.</summary>
    public static int UnitBytes(QuantizedFormat format) => format switch
    {
        QuantizedFormat.Q8 => Bytes<PackedQ8>(),
        QuantizedFormat.Q4 => Bytes<PackedQ4>(),
        QuantizedFormat.Q4K => Bytes<PackedQ4K>(),
        _ => Bytes<PackedQ6K>(),
    };

    /// <summary>Bytes of a unit before its values.</summary>
    public static int HeaderBytes(QuantizedFormat format) => format switch
    {
        QuantizedFormat.Q8 => PackedQ8.HeaderBytes,
        QuantizedFormat.Q4 => PackedQ4.HeaderBytes,
        QuantizedFormat.Q4K => PackedQ4K.HeaderBytes,
        _ => PackedQ6K.HeaderBytes,
    };

    /// <summary>Bytes that a row of activations takes in tiles.</summary>
    public static long TileRowBytes(QuantizedFormat format, int inputs) => format switch
    {
        QuantizedFormat.Q6K => PanelProduct<Lanes1, int, float, PackedQ6K>.RowBytes(inputs),
        _ => PanelProduct<Lanes1, int, float, PackedQ8>.RowBytes(inputs),
    };

    /// <summary>Multiplies by one path.</summary>
    public static void Multiply(int bits, QuantizedFormat format, in PanelOperands product, WorkerTeam team)
    {
        if (bits == 512) Multiply<Lanes512, Vector512<int>, Vector512<float>>(format, product, team);
        else if (bits == 256) Multiply<Lanes256, Vector256<int>, Vector256<float>>(format, product, team);
        else if (bits == 128) Multiply<Lanes128, Vector128<int>, Vector128<float>>(format, product, team);
        else Multiply<Lanes1, int, float>(format, product, team);
    }

    /// <summary>Multiplies gradients with the dequantised weights by one path.</summary>
    public static void MultiplyTransposed(int bits, QuantizedFormat format, in GradientOperands product, WorkerTeam team)
    {
        if (bits == 512) MultiplyTransposed<Lanes512, Vector512<int>, Vector512<float>>(VectorPath.Bits512, format, product, team);
        else if (bits == 256) MultiplyTransposed<Lanes256, Vector256<int>, Vector256<float>>(VectorPath.Bits256, format, product, team);
        else if (bits == 128) MultiplyTransposed<Lanes128, Vector128<int>, Vector128<float>>(VectorPath.Bits128, format, product, team);
        else MultiplyTransposed<Lanes1, int, float>(VectorPath.Scalar, format, product, team);
    }

    /// <summary>Reads one row of weights from a panel.</summary>
    public static void Unpack(QuantizedFormat format, byte* panel, int lane, Span<float> values)
    {
        if (format == QuantizedFormat.Q8) PanelPacker.Unpack<PackedQ8>(panel, lane, values);
        else if (format == QuantizedFormat.Q4) PanelPacker.Unpack<PackedQ4>(panel, lane, values);
        else if (format == QuantizedFormat.Q4K) PanelPacker.Unpack<PackedQ4K>(panel, lane, values);
        else PanelPacker.Unpack<PackedQ6K>(panel, lane, values);
    }

    private static void Multiply<TLanes, TInt, TFloat>(QuantizedFormat format, in PanelOperands product, WorkerTeam team)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        if (format == QuantizedFormat.Q8) PanelProduct<TLanes, TInt, TFloat, PackedQ8>.Run(product, team);
        else if (format == QuantizedFormat.Q4) PanelProduct<TLanes, TInt, TFloat, PackedQ4>.Run(product, team);
        else if (format == QuantizedFormat.Q4K) PanelProduct<TLanes, TInt, TFloat, PackedQ4K>.Run(product, team);
        else PanelProduct<TLanes, TInt, TFloat, PackedQ6K>.Run(product, team);
    }

    private static void MultiplyTransposed<TLanes, TInt, TFloat>(VectorPath path, QuantizedFormat format, in GradientOperands product, WorkerTeam team)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        if (format == QuantizedFormat.Q8) product.Multiply<DequantizedTiles<TLanes, TInt, TFloat, PackedQ8>>(path, new(product), team);
        else if (format == QuantizedFormat.Q4) product.Multiply<DequantizedTiles<TLanes, TInt, TFloat, PackedQ4>>(path, new(product), team);
        else if (format == QuantizedFormat.Q4K) product.Multiply<DequantizedTiles<TLanes, TInt, TFloat, PackedQ4K>>(path, new(product), team);
        else product.Multiply<DequantizedTiles<TLanes, TInt, TFloat, PackedQ6K>>(path, new(product), team);
    }

    private static int Bytes<TFormat>()
        where TFormat : struct, IPackedFormat => PanelTile<Lanes1, int, float, TFormat>.UnitBytes;
}
