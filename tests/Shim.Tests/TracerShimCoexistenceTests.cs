using System.Diagnostics;
using OpenTracing;
using OpenTracing.Propagation;
using OpenTracing.Util;
using Segue.TestKit;

namespace Segue.Shim.Tests;

/// <summary>Life beside OpenTelemetry's own shim while a program moves from one to the other.</summary>
[TestClass]
public class TracerShimCoexistenceTests : ShimTestBase
{
    private readonly UpstreamShimDouble _other = new(Some.Source);

    [TestMethod]
    public void TryRegisterGlobal_OtherIsRegistered_IsOccupiedAndNamesIt()
    {
        try
        {
            GlobalTracer.Register(_other);

            var result = OpenTracingShim.TryRegisterGlobal(Shim);

            Assert.AreEqual(RegistrationResult.Occupied, result);
            Assert.AreEqual(typeof(UpstreamShimDouble).FullName, result.Occupant);
            Assert.AreEqual("Occupied by " + typeof(UpstreamShimDouble).FullName, result.ToString());
        }
        finally
        {
            ResetGlobalTracer();
        }
    }

    [TestMethod]
    public void Start_OtherSpanActive_IsItsChild()
    {
        using var scope = _other.BuildSpan("other").StartActive();

        var started = Tracer.BuildSpan("started").Start();
        using (var active = Tracer.BuildSpan("active").StartActive()) AssertChild(active.Span, scope.Span.Context);

        AssertChild(started, scope.Span.Context);
        Assert.AreSame(Activity.Current, ((UpstreamShimDouble.Span)scope.Span).Activity);
    }

    [TestMethod]
    public void Start_OwnSpanActive_OtherIsItsChild()
    {
        using var scope = Tracer.BuildSpan("own").StartActive();

        using (_other.BuildSpan("other").StartActive())
        {
        }

        Assert.AreEqual(Id(scope.Span), Spans.Single("other").ParentSpanId.ToHexString());
        Assert.AreSame(scope, Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public void StartActive_Interleaved_IsOneChainAndRestoresEach()
    {
        using (var a = Tracer.BuildSpan("a").StartActive())
        {
            using (var b = _other.BuildSpan("b").StartActive())
            {
                using (var c = Tracer.BuildSpan("c").StartActive())
                {
                    using (_other.BuildSpan("d").StartActive())
                    {
                    }

                    Assert.AreSame(c, Tracer.ScopeManager.Active);
                }

                Assert.AreEqual(b.Span.Context.SpanId, Id(Tracer.ActiveSpan));
            }

            Assert.AreSame(a, Tracer.ScopeManager.Active);
        }

        Assert.IsNull(Activity.Current);
        Assert.IsNull(Tracer.ActiveSpan);
        CollectionAssert.AreEqual(new[] { "d", "c", "b", "a" }, Spans.Finished.Select(span => span.DisplayName).ToArray());
        CollectionAssert.AreEqual(
            new[] { "c", "b", "a" }.Select(name => Spans.Single(name).SpanId).ToArray(),
            Spans.Finished.Take(3).Select(span => span.ParentSpanId).ToArray());
    }

    [TestMethod]
    public void ActiveSpan_OverOtherSpan_WritesToItAndDoesNotEndIt()
    {
        using var scope = _other.BuildSpan("other").StartActive();

        Tracer.ActiveSpan.SetTag("from", "ours");
        Tracer.ScopeManager.Active.Dispose();

        var activity = ((UpstreamShimDouble.Span)scope.Span).Activity;
        Assert.AreEqual("ours", Tag(activity, "from"));
        Assert.IsFalse(activity.IsStopped);
    }

    [TestMethod]
    public void AsChildOf_OtherSpanOrContext_IsAdopted()
    {
        var other = _other.BuildSpan("other").Start();

        AssertChild(Tracer.BuildSpan("of span").AsChildOf(other).Start(), other.Context);
        AssertChild(Tracer.BuildSpan("of context").AsChildOf(other.Context).Start(), other.Context);
    }

    [TestMethod]
    public void AddReference_OtherContext_IsAdoptedAsParentAndLink()
    {
        var other = _other.BuildSpan("other").Start();
        var own = Tracer.BuildSpan("own").Start();

        Tracer.BuildSpan("x").AddReference(References.FollowsFrom, other.Context).AsChildOf(own).Start().Finish();

        var link = Spans.Single("x").Links.Single();
        Assert.AreEqual(other.Context.SpanId, link.Context.SpanId.ToHexString());
        Assert.AreEqual(References.FollowsFrom, link.Tags!.Single().Value);
        Assert.AreEqual(Id(own), Spans.Single("x").ParentSpanId.ToHexString());
    }

    [TestMethod]
    public void AsChildOf_OtherContextWithBaggage_TakesTheBaggage()
    {
        var other = _other.BuildSpan("other").Start().SetBaggageItem("tenant", "a");

        Assert.AreEqual("a", Tracer.BuildSpan("x").AsChildOf(other.Context).Start().GetBaggageItem("tenant"));
    }

    [TestMethod]
    public void Inject_OtherContext_WritesItsIds()
    {
        var other = _other.BuildSpan("other").Start();
        var headers = new Dictionary<string, string>();

        Tracer.Inject(other.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));

        Assert.AreEqual($"00-{other.Context.TraceId}-{other.Context.SpanId}-01", headers["traceparent"]);
    }

    [TestMethod]
    public void Extract_WhatTheOtherInjected_IsThatContextAndTheReverse()
    {
        var other = _other.BuildSpan("other").Start();
        var own = Tracer.BuildSpan("own").Start();
        var fromOther = new Dictionary<string, string>();
        var fromOwn = new Dictionary<string, string>();

        _other.Inject(other.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(fromOther));
        Tracer.Inject(own.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(fromOwn));

        Assert.AreEqual(other.Context.SpanId, Tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(fromOther)).SpanId);
        Assert.AreEqual(Id(own), _other.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(fromOwn)).SpanId);
    }

    [TestMethod]
    public void Activate_OtherSpan_IsActiveParentAndFinished()
    {
        var other = _other.BuildSpan("other").Start();

        using (var scope = Tracer.ScopeManager.Activate(other, finishSpanOnDispose: true))
        {
            Assert.AreSame(other, Tracer.ActiveSpan);
            Assert.AreSame(scope, Tracer.ScopeManager.Active);
            AssertChild(Tracer.BuildSpan("x").Start(), other.Context);
        }

        Assert.AreEqual("other", Spans.Finished.Single().DisplayName);
        Assert.IsNull(Tracer.ActiveSpan);
    }

    // The other's Stop makes current what was so when its span started, over the head of the scope that was opened in between.
    [TestMethod]
    public void Dispose_OtherWroteCurrentFromBeforeOurScope_OursEndsWholeAndInOrder()
    {
        var other = _other.BuildSpan("other").Start();
        var scope = Tracer.BuildSpan("own").StartActive();
        _other.ScopeManager.Activate(other, finishSpanOnDispose: true).Dispose();

        AssertChild(Tracer.BuildSpan("x").AsChildOf(scope.Span).Start(), scope.Span.Context);
        scope.Dispose();

        CollectionAssert.AreEqual(new[] { "other", "own" }, Spans.Finished.Select(span => span.DisplayName).ToArray());
        Assert.IsNull(Activity.Current);
        Assert.IsNull(Tracer.ActiveSpan);
    }

    // What the other does with our spans is its own business; ours stay whole.
    [TestMethod]
    public void Activate_OwnSpanOnOther_ThrowsThereAndLeavesOursAlone()
    {
        using var scope = Tracer.BuildSpan("own").StartActive();

        Assert.ThrowsExactly<InvalidCastException>(() => _other.ScopeManager.Activate(scope.Span, finishSpanOnDispose: true));
        Assert.ThrowsExactly<InvalidCastException>(() => _other.BuildSpan("x").AsChildOf(scope.Span));
        var headers = new TextMapInjectAdapter(new Dictionary<string, string>());
        Assert.ThrowsExactly<InvalidCastException>(() => _other.Inject(scope.Span.Context, BuiltinFormats.HttpHeaders, headers));

        Assert.AreSame(scope, Tracer.ScopeManager.Active);
        Assert.IsEmpty(Spans.Finished);
    }

    private void AssertChild(OpenTracing.ISpan span, OpenTracing.ISpanContext parent)
    {
        var activity = Spans.Started.Single(started => started.SpanId.ToHexString() == Id(span));
        Assert.AreEqual(parent.TraceId, activity.TraceId.ToHexString());
        Assert.AreEqual(parent.SpanId, activity.ParentSpanId.ToHexString());
    }
}
