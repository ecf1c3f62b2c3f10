using OpenTracing.Util;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Util;

[TestClass]
public class AsyncLocalScopeManagerTests
{
    [TestMethod]
    public void Active_NothingActivated_IsNull()
    {
        var manager = new AsyncLocalScopeManager();

        var active = manager.Active;

        Assert.IsNull(active);
    }

    [TestMethod]
    public void Activate_Span_ReturnsActiveScope()
    {
        var manager = new AsyncLocalScopeManager();

        using var scope = manager.Activate(Some.Span(), finishSpanOnDispose: false);

        Assert.AreSame(manager.Active, scope);
    }

    [TestMethod]
    public void Activate_Span_ReturnsAsyncLocalScope()
    {
        var manager = new AsyncLocalScopeManager();

        using var scope = manager.Activate(Some.Span(), finishSpanOnDispose: false);

        Assert.AreEqual(typeof(AsyncLocalScope), scope.GetType());
    }

    [TestMethod]
    public void Activate_SpanActive_ReturnsNewScope()
    {
        var manager = new AsyncLocalScopeManager();
        var span = Some.Span();
        using var outer = manager.Activate(span, finishSpanOnDispose: false);

        using var inner = manager.Activate(span, finishSpanOnDispose: false);

        Assert.AreNotSame(outer, inner);
    }

    [TestMethod]
    public void Activate_NullSpan_IsActive()
    {
        var manager = new AsyncLocalScopeManager();

        using var scope = manager.Activate(null, finishSpanOnDispose: false);

        Assert.IsNotNull(manager.Active);
    }

    [TestMethod]
    public void Activate_NullSpan_HasNoSpan()
    {
        var manager = new AsyncLocalScopeManager();

        using var scope = manager.Activate(null, finishSpanOnDispose: false);

        Assert.IsNull(manager.Active.Span);
    }

    [TestMethod]
    public void Active_OtherManagerActivated_IsNull()
    {
        var manager = new AsyncLocalScopeManager();

        using var scope = new AsyncLocalScopeManager().Activate(Some.Span(), finishSpanOnDispose: false);

        Assert.IsNull(manager.Active);
    }

    [TestMethod]
    public void Active_SetToNull_IsReset()
    {
        var manager = new AsyncLocalScopeManager();
        manager.Activate(Some.Span(), finishSpanOnDispose: false);

        manager.Active = null;

        Assert.IsNull(manager.Active);
    }

    [TestMethod]
    public void Active_SetToScope_IsThatScope()
    {
        var manager = new AsyncLocalScopeManager();
        var scope = new AsyncLocalScopeManager().Activate(Some.Span(), finishSpanOnDispose: false);

        manager.Active = scope;

        Assert.AreSame(scope, manager.Active);
    }

    [TestMethod]
    public async Task Active_InCallee_IsScopeOfCaller()
    {
        var manager = new AsyncLocalScopeManager();
        using var scope = manager.Activate(Some.Span(), finishSpanOnDispose: false);

        var active = await Task.Run(() => manager.Active);

        Assert.AreSame(scope, active);
    }

    [TestMethod]
    public async Task Active_ChangedInAsyncCallee_IsUnchangedInCaller()
    {
        var manager = new AsyncLocalScopeManager();

        await ActivateAsync(manager);

        Assert.IsNull(manager.Active);
    }

    [TestMethod]
    [DataRow(typeof(AsyncLocalScopeManager))]
    [DataRow(typeof(AsyncLocalScope))]
    public void Type_AsyncLocal_IsNotSealed(Type type)
    {
        var isSealed = type.IsSealed;

        Assert.IsFalse(isSealed);
    }

    [TestMethod]
    [DataRow(typeof(AsyncLocalScopeManager), "get_Active")]
    [DataRow(typeof(AsyncLocalScopeManager), "set_Active")]
    [DataRow(typeof(AsyncLocalScopeManager), "Activate")]
    [DataRow(typeof(AsyncLocalScope), "get_Span")]
    [DataRow(typeof(AsyncLocalScope), "Dispose")]
    public void Method_OfUnsealedType_CannotBeOverridden(Type type, string name)
    {
        var method = type.GetMethod(name);

        var overridable = method.IsVirtual && !method.IsFinal;

        Assert.IsFalse(overridable);
    }

    private static async Task ActivateAsync(AsyncLocalScopeManager manager)
    {
        manager.Activate(Some.Span(), finishSpanOnDispose: false);
        await Task.Yield();
    }
}
