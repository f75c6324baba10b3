using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Assay.Numerics.Matrices;

/// <summary>A row-major matrix <c>[depth, columns]</c>: its rows are cut into pieces of 32.</summary>
/// <param name="values">Its first value.</param>
/// <param name="columns">Values of a row.</param>
internal readonly unsafe struct PlainSource(float* values, int columns) : IPanelSource
{
    public void Fill(int panel, int first, int depth, float* target)
    {
        int column = panel * PanelLayout.Width, width = Math.Min(PanelLayout.Width, columns - column);
        float* from = values + ((long)first * columns) + column;
        for (int k = 0; k < depth; k++, from += columns, target += PanelLayout.Width)
        {
            if (width == PanelLayout.Width)
            {
                Vector512.Load(from).Store(target);
                Vector512.Load(from + 16).Store(target + 16);
                continue;
            }

            for (int i = 0; i < width; i++) target[i] = from[i];
            for (int i = width; i < PanelLayout.Width; i++) target[i] = 0;
        }
    }
}

/// <summary>A row-major matrix <c>[columns, depth]</c>: 32 of its rows are a panel's columns.</summary>
/// <param name="values">Its first value.</param>
/// <param name="columns">Number of its rows.</param>
/// <param name="length">Values of a row of it.</param>
internal readonly unsafe struct TransposedSource(float* values, int columns, int length) : IPanelSource
{
    public void Fill(int panel, int first, int depth, float* target)
    {
        int column = panel * PanelLayout.Width, width = Math.Min(PanelLayout.Width, columns - column);
        float* from = values + ((long)column * length) + first;
        if (width < PanelLayout.Width)
        {
            Narrow(from, width, depth, target);
            return;
        }

        int done = Avx512F.IsSupported ? In512(from, depth, target) : Sse.IsSupported ? In128(from, width, depth, target) : 0;
        Rest(from, 0, width, done, depth, target);
    }

    // The last panel, and the only one where a layer has few outputs, as the factors of an adapter do.
    private void Narrow(float* from, int width, int depth, float* target)
    {
        new Span<float>(target, depth * PanelLayout.Width).Clear();
        int whole = Sse.IsSupported ? width & -4 : 0, done = whole > 0 ? In128(from, whole, depth, target) : 0;
        Rest(from, 0, whole, done, depth, target);
        Rest(from, whole, width, 0, depth, target);
    }

    private void Rest(float* from, int first, int end, int done, int depth, float* target)
    {
        for (int i = first; i < end; i++)
        {
            float* row = from + ((long)i * length);
            for (int k = done; k < depth; k++) target[(k * PanelLayout.Width) + i] = row[k];
        }
    }

    // Four values each of rows 0, 4, 8 and 12 in one register, of 1, 5, 9, 13 in the next: then squares of 4 x 4 are transposed within the quarters of four registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int In512(float* from, int depth, float* target)
    {
        nint step = length;
        int k = 0;
        for (; k <= depth - 4; k += 4, from += 4, target += 4 * PanelLayout.Width)
        {
            for (int half = 0; half < PanelLayout.Width; half += 16)
            {
                float* row = from + (half * step), to = target + half;
                Vector512<float> a = Quarters(row, step), b = Quarters(row + step, step), c = Quarters(row + (2 * step), step), d = Quarters(row + (3 * step), step);
                Vector512<double> ab = Avx512F.UnpackLow(a, b).AsDouble(), cd = Avx512F.UnpackLow(c, d).AsDouble();
                Avx512F.UnpackLow(ab, cd).AsSingle().Store(to);
                Avx512F.UnpackHigh(ab, cd).AsSingle().Store(to + PanelLayout.Width);
                ab = Avx512F.UnpackHigh(a, b).AsDouble();
                cd = Avx512F.UnpackHigh(c, d).AsDouble();
                Avx512F.UnpackLow(ab, cd).AsSingle().Store(to + (2 * PanelLayout.Width));
                Avx512F.UnpackHigh(ab, cd).AsSingle().Store(to + (3 * PanelLayout.Width));
            }
        }

        return k;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* row, nint step)
    {
        Vector512<float> all = Vector512.CreateScalarUnsafe(0f).WithLower(Vector128.Load(row).ToVector256Unsafe());
        all = Avx512F.InsertVector128(all, Vector128.Load(row + (4 * step)), 1);
        all = Avx512F.InsertVector128(all, Vector128.Load(row + (8 * step)), 2);
        return Avx512F.InsertVector128(all, Vector128.Load(row + (12 * step)), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int In128(float* from, int width, int depth, float* target)
    {
        nint step = length;
        int k = 0;
        for (; k <= depth - 4; k += 4, from += 4, target += 4 * PanelLayout.Width)
        {
            for (int column = 0; column < width; column += 4)
            {
                float* row = from + (column * step), to = target + column;
                Vector128<float> a = Vector128.Load(row), b = Vector128.Load(row + step), c = Vector128.Load(row + (2 * step)), d = Vector128.Load(row + (3 * step));
                Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d);
                Sse.MoveLowToHigh(ab, cd).Store(to);
                Sse.MoveHighToLow(cd, ab).Store(to + PanelLayout.Width);
                ab = Sse.UnpackHigh(a, b);
                cd = Sse.UnpackHigh(c, d);
                Sse.MoveLowToHigh(ab, cd).Store(to + (2 * PanelLayout.Width));
                Sse.MoveHighToLow(cd, ab).Store(to + (3 * PanelLayout.Width));
            }
        }

        return k;
    }
}

/// <summary>Panels of sixteen-bit values, as they are but wider.</summary>
/// <typeparam name="TFormat">Their format.</typeparam>
/// <param name="panels">The first value of the first panel.</param>
/// <param name="length">Rows of a panel.</param>
/// <param name="path">By which instructions.</param>
internal readonly unsafe struct HalfSource<TFormat>(ushort* panels, int length, VectorPath path) : IPanelSource
    where TFormat : struct, IPanelFormat
{
    public void Fill(int panel, int first, int depth, float* target)
    {
        ushort* from = panels + ((((long)panel * length) + first) * PanelLayout.Width);
        HalfConversion.Widen<TFormat>(path, (byte*)from, target, (long)depth * PanelLayout.Width);
    }
}
