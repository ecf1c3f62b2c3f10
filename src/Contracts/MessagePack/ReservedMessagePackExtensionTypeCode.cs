namespace MessagePack;

/// <summary>Extension type codes that the specification keeps for itself.</summary>
internal static class ReservedMessagePackExtensionTypeCode
{
    public const sbyte DateTime = -1;
}
