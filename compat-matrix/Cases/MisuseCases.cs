using OpenTracing.Propagation;
using OpenTracing.Tag;

namespace Segue.CompatMatrix.Cases;

/// <summary>Nulls, broken carriers and absurd times: what an application must not be punished for.</summary>
internal static class MisuseCases
{
    private const string Api = "OpenTracing 0.12.1 API: ";

    internal static IReadOnlyList<Case> All { get; } =
    [
        new("MISUSE-NULL-01", "BuildSpan(null) makes a span.", Api + "ITracer.BuildSpan", Needs.None, world =>
            Expect.Quiet(() => world.Start(null!).Finish(), "BuildSpan(null)")),
        new("MISUSE-NULL-02", "A tag without a key is ignored on a span.", Api + "ISpan.SetTag", Needs.Recorded, world =>
        {
            var span = world.Start("a");
            Expect.Quiet(() => span.SetTag((string)null!, "v").SetTag((string)null!, true).SetTag((string)null!, 1).SetTag((string)null!, 1.5), "SetTag(null)");
            Expect.Equal(0, world.Finish(span).Tags.Count, "the number of tags");
        }),
        new("MISUSE-NULL-03", "A tag without a key is ignored on a builder.", Api + "ISpanBuilder.WithTag", Needs.Recorded, world =>
        {
            var builder = world.Build("a");
            Expect.Quiet(() => builder.WithTag((string)null!, "v").WithTag((string)null!, true).WithTag((string)null!, 1).WithTag((string)null!, 1.5), "WithTag(null)");
            Expect.Equal(0, world.Finish(builder.Start()).Tags.Count, "the number of tags");
        }),
        new("MISUSE-NULL-04", "A null tag constant is ignored.", Api + "ISpan.SetTag", Needs.None, world =>
        {
            Expect.Quiet(() => world.Start("a").SetTag((StringTag)null!, "v").SetTag((BooleanTag)null!, true).SetTag((IntTag)null!, 1), "SetTag");
            Expect.Quiet(() => world.Build("a").WithTag((StringTag)null!, "v").WithTag((BooleanTag)null!, true).WithTag((IntTag)null!, 1), "WithTag");
        }),
        new("MISUSE-NULL-05", "SetOperationName(null) keeps the name.", Api + "ISpan.SetOperationName", Needs.Recorded, world =>
        {
            var span = world.Start("a");
            Expect.Quiet(() => span.SetOperationName(null), "SetOperationName(null)");
            Expect.Equal("a", world.Finish(span).Name, "the name");
        }),
        new("MISUSE-NULL-06", "Log(null) is harmless, text or fields, with a time or without.", Api + "ISpan.Log", Needs.None, world =>
        {
            var span = world.Start("a");
            Expect.Quiet(() => span.Log((string)null!).Log(World.Noon, (string)null!), "Log of a null text");
            Expect.Quiet(() => span.Log((IEnumerable<KeyValuePair<string, object>>)null!), "Log of null fields");
            Expect.Quiet(() => span.Log(World.Noon, (IEnumerable<KeyValuePair<string, object>>)null!), "Log of null fields at a time");
            span.Finish();
        }),
        new("MISUSE-NULL-07", "SetBaggageItem without a key is ignored.", Api + "ISpan.SetBaggageItem", Needs.None, world =>
        {
            var span = world.Start("a");
            Expect.Quiet(() => span.SetBaggageItem(null, "v").SetBaggageItem("", "v"), "SetBaggageItem");
            Expect.Equal(0, span.Context.GetBaggageItems().Count(item => string.IsNullOrEmpty(item.Key)), "the number of items without a key");
        }),
        new("MISUSE-NULL-08", "GetBaggageItem without a key is null.", Api + "ISpan.GetBaggageItem", Needs.None, world =>
        {
            var span = world.Start("a").SetBaggageItem("k", "v");
            Expect.Quiet(() => Expect.Null(span.GetBaggageItem(null), "the item of a null key"), "GetBaggageItem(null)");
            Expect.Quiet(() => Expect.Null(span.GetBaggageItem(""), "the item of an empty key"), "GetBaggageItem(\"\")");
        }),
        new("MISUSE-NULL-09", "A reference without a type is quiet, and the span starts.", Api + "ISpanBuilder.AddReference", Needs.None, world =>
        {
            var parent = world.Start("parent").Context;
            Expect.Quiet(() => world.Build("a").AddReference(null, parent).Start().Finish(), "AddReference(null)");
        }),
        new("MISUSE-NULL-10", "A null type with a null context is quiet.", Api + "ISpanBuilder.AddReference", Needs.None, world =>
            Expect.Quiet(() => world.Build("a").AddReference(null, null).Start().Finish(), "AddReference(null, null)")),
        new("MISUSE-NULL-11", "Inject of a null context writes nothing and is quiet.", Api + "ITracer.Inject", Needs.None, world =>
            Expect.Quiet(() => Expect.Equal(0, world.Inject(null!).Count, "the number of headers"), "Inject(null)")),
        new("MISUSE-NULL-12", "Inject without a format or carrier throws ArgumentNullException.", Api + "ITracer.Inject", Needs.Activity, world =>
        {
            var context = world.Start("a").Context;
            Expect.Throws<ArgumentNullException>(() => world.Tracer.Inject(context, null, new HeaderList()), "Inject without a format");
            Expect.Throws<ArgumentNullException>(() => world.Tracer.Inject(context, BuiltinFormats.TextMap, null), "Inject without a carrier");
        }),
        new("MISUSE-NULL-13", "Extract without a format or carrier throws ArgumentNullException.", Api + "ITracer.Extract", Needs.Activity, world =>
        {
            Expect.Throws<ArgumentNullException>(() => world.Tracer.Extract<ITextMap>(null, new HeaderList()), "Extract without a format");
            Expect.Throws<ArgumentNullException>(() => world.Tracer.Extract(BuiltinFormats.TextMap, null), "Extract without a carrier");
        }),
        new("MISUSE-CARRIER-01", "A carrier that throws while it is written does not throw into the application.",
            Api + "ITracer.Inject", Needs.Activity, world =>
        {
            var context = world.Start("a").SetBaggageItem("k", "v").Context;
            Expect.Quiet(() => world.Tracer.Inject(context, BuiltinFormats.HttpHeaders, new BrokenCarrier()), "Inject");
        }),
        new("MISUSE-LOG-01", "Fields that throw while they are read do not throw into the application.", Api + "ISpan.Log", Needs.Recorded, world =>
        {
            var span = world.Start("a");
            Expect.Quiet(() => span.Log(Broken()), "Log");
            Expect.Equal("a", world.Finish(span).Name, "the name");
        }),
        new("MISUSE-TIME-01", "The smallest and the largest time are quiet.", Api + "ISpanBuilder.WithStartTimestamp", Needs.None, world =>
        {
            foreach (var time in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue })
            {
                Expect.Quiet(() => world.Build("a").WithStartTimestamp(time).Start().Log(time, "e").Finish(), "a start or log at the edge of time");
                Expect.Quiet(() => world.Start("a").Finish(time), "a finish at the edge of time");
            }
        }),
        new("MISUSE-SCOPE-01", "A scope disposed after its span was finished and its parent's scope closed is quiet.",
            Api + "IScope.Dispose", Needs.None, world =>
        {
            var outer = world.Build("outer").StartActive(false);
            var inner = world.Build("inner").StartActive(false);
            inner.Span.Finish();
            Expect.Quiet(outer.Dispose, "disposing the outer scope");
            Expect.Quiet(inner.Dispose, "disposing the inner scope");
        }),
    ];

    private static IEnumerable<KeyValuePair<string, object>> Broken()
    {
        yield return new("event", "e");
        throw new InvalidOperationException();
    }
}
