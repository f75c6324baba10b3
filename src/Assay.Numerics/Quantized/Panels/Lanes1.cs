namespace Assay.Numerics.Quantized.Panels;

/// <summary>One lane, where there are no vector instructions.</summary>
internal readonly unsafe struct Lanes1 : ILanes<int, float>
{
    public static int Count => 1;

    public static int Load(void* from) => *(int*)from;

    public static int Broadcast(int* from) => *from;

    public static int All(int value) => value;

    public static int And(int x, int y) => x & y;

    public static int Add(int x, int y) => x + y;

    public static int Max(int x, int y) => Math.Max(x, y);

    public static int Halves4(int x) => (x >>> 4) & 0x0FFF0FFF;

    public static int Halves8(int x) => (x >>> 8) & 0x00FF00FF;

    public static int Halves12(int x) => (x >>> 12) & 0x000F000F;

    public static int PairProducts(int x, int y) => ((short)x * (short)y) + ((x >> 16) * (y >> 16));

    public static int MaxAcross(int x) => x;

    public static int SumAcross(int x) => x;

    public static void StoreLow(int x, short* to) => *to = (short)x;

    public static float ToFloat(int x) => x;

    public static int Bits(float x) => BitConverter.SingleToInt32Bits(x);

    public static float LoadFloats(float* from) => *from;

    public static float BroadcastFloat(float* from) => *from;

    public static float AllFloat(float value) => value;

    public static void Store(float x, float* to) => *to = x;

    public static float Multiply(float x, float y) => x * y;

    public static float MultiplyAdd(float x, float y, float z) => MathF.FusedMultiplyAdd(x, y, z);

    public static float LoadHalves(short* from) => (float)BitConverter.Int16BitsToHalf(*from);

    public static float LoadBytes(sbyte* from) => *from;
}
