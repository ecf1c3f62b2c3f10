using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

/// <summary>Marks a test of a promise that the package itself does not make.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class OwnSourceOnlyAttribute() : ConditionBaseAttribute(ConditionMode.Include)
{
    public override bool IsConditionMet => typeof(MessagePackCode).Assembly == typeof(OwnSourceOnlyAttribute).Assembly;

    public override string GroupName => nameof(OwnSourceOnlyAttribute);
}
