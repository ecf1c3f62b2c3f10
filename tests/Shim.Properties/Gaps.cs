namespace Segue.Shim.Properties;

/// <summary>Cases where the shim is known to differ from the model. Set one to <see langword="false"/> to have its programs checked.</summary>
internal static class Gaps
{
    /// <summary>After another flow disposed a scope, the flow that it was opened in may keep the scope's ambient baggage.</summary>
    internal static bool BaggageAfterDisposalByAnotherFlow => false;

    /// <summary>
    /// Where a flow is left with a stopped Activity whose running ancestor is not what runs around it (a root, or a span that was started
    /// elsewhere), the ancestor, or nothing, is taken instead. Such a flow is not looked at any more.
    /// </summary>
    internal static bool WhatRunsAroundASpanFinishedElsewhere => false;

    /// <summary>
    /// A finished span without a running ancestor, whose scope is open over another finished or disposed one: what was current when the
    /// scope was opened is asked for running ancestors, instead of what runs around that other scope; often nothing becomes current.
    /// </summary>
    internal static bool FinishedRootOverClosedScope => false;

    /// <summary>A scope below one of no recorded span is disposed first, and its span has a running ancestor that is not what runs around.</summary>
    internal static bool ScopeDisposedUnderALightOne => true;

    /// <summary>
    /// A scope is disposed below an open one and another is opened above that: disposing both then leaves the first one's Activity current,
    /// stopped or not, since the open scope still trusts the platform's Stop to restore what is no longer its to restore.
    /// </summary>
    internal static bool OpenedOverAScopeWhoseOuterIsDisposed => false;

    /// <summary>Stands for what is left of the above: a flow of whose open scopes another flow disposed one, or finished its span, is not looked at any more.</summary>
    internal static bool AnythingDoneByAnotherFlow => true;
}
