using System.Runtime.CompilerServices;

namespace Segue.Propagation;

/// <summary>Remembers the properties that a baggage value came with, for as long as that very string lives.</summary>
/// <remarks>
/// <para>OpenTelemetry's baggage holds only strings. Properties inside the value would change what the application reads, and could not be told
/// from a value that has a semicolon of its own. So they hang on the string object: a value that is passed on unchanged goes out with its
/// properties, one that the application sets goes out without.</para>
/// <para>Threads and cost: safe from any thread; one field is read while no value ever had properties.</para>
/// </remarks>
internal static class BaggageProperties
{
    private static readonly ConditionalWeakTable<string, string> _properties = new();
    private static bool _any;

    /// <summary>Remembers properties for a value that nobody else holds yet; an empty value can't have any, as there is one such string for all.</summary>
    internal static void Attach(string value, string properties)
    {
        if (value.Length == 0) return;
        _properties.Add(value, properties);
        Volatile.Write(ref _any, true);
    }

    internal static string? Of(string value) => Volatile.Read(ref _any) && _properties.TryGetValue(value, out var properties) ? properties : null;
}
