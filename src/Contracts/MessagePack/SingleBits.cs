#if !NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace MessagePack;

/// <summary>Converts between a single-precision number and its IEEE 754 bits on every target framework.</summary>
internal static class SingleBits
{
#if NET8_0_OR_GREATER
    public static uint From(float value) => BitConverter.SingleToUInt32Bits(value);

    public static float To(uint bits) => BitConverter.UInt32BitsToSingle(bits);
#else
    public static uint From(float value)
    {
        Span<float> cell = stackalloc float[1];
        cell[0] = value;
        return MemoryMarshal.Cast<float, uint>(cell)[0];
    }

    public static float To(uint bits)
    {
        Span<uint> cell = stackalloc uint[1];
        cell[0] = bits;
        return MemoryMarshal.Cast<uint, float>(cell)[0];
    }
#endif
}
