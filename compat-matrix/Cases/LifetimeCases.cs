using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Segue.CompatMatrix.Cases;

/// <summary>After Finish, across threads, and the end of the tracer.</summary>
internal static class LifetimeCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("LIFE-FINISH-01", "A second Finish is quiet and makes no second span.", "OpenTracing 0.12.1 API: ISpan.Finish", Needs.None, world =>
        {
            var span = world.Start("a");
            span.Finish();
            Expect.Quiet(span.Finish, "the second Finish");
            Expect.That(world.Finished.Count <= 1, "there are two finished spans");
        }),
        new("LIFE-FINISH-02", "A second Finish with another time does not change the duration.",
            "OpenTracing 0.12.1 API: ISpan.Finish", Needs.Recorded, world =>
        {
            var span = world.Build("a").WithStartTimestamp(World.Noon).Start();
            span.Finish(World.Noon.AddSeconds(1));
            Expect.Quiet(() => span.Finish(World.Noon.AddHours(1)), "the second Finish");
            Expect.Equal(TimeSpan.TicksPerSecond, world.Span("a").Duration.Ticks, "the duration in ticks");
        }),
        After("LIFE-AFTER-01", "SetTag", span => span.SetTag("late", 1), view => !view.HasTag("late")),
        After("LIFE-AFTER-02", "SetTag(null)", span => span.SetTag("early", (string)null!), view => view.HasTag("early")),
        After("LIFE-AFTER-03", "Log", span => span.Log("late"), view => view.Events.Count == 0),
        After("LIFE-AFTER-04", "SetOperationName", span => span.SetOperationName("late"), view => view.Name == "a"),
        After("LIFE-AFTER-05", "SetTag(error)", span => span.SetTag("error", true), view => view.Status == ActivityStatusCode.Unset && !view.HasTag("error")),
        After("LIFE-AFTER-06", "SetBaggageItem", span => span.SetBaggageItem("late", "v"), view => view.Activity is null || !view.Activity.Baggage.Any()),
        After("LIFE-AFTER-07", "a sampling decision", span => span.SetTag(OpenTracing.Tag.Tags.SamplingPriority, 0), view => view.Activity is null or { Recorded: true }),
        new("LIFE-AFTER-08", "The context and baggage can be read after Finish.", "OpenTracing 0.12.1 API: ISpan.Context", Needs.None, world =>
        {
            var span = world.Start("a").SetBaggageItem("k", "v");
            var id = span.Context.SpanId;
            span.Finish();
            Expect.SameValue(id, span.Context.SpanId, "the span id");
            Expect.Equal("v", span.GetBaggageItem("k"), "the item");
        }),
        new("LIFE-THREAD-01", "A span may be started, written and finished on three threads.", "OpenTracing 0.12.1 API: ISpan", Needs.Recorded, world =>
        {
            OpenTracing.ISpan span = null!;
            World.OnOtherThread(() => span = world.Start("a"));
            World.OnOtherThread(() => span.SetTag("k", "v"));
            World.OnOtherThread(span.Finish);
            Expect.Equal<object?>("v", world.Span("a").Tag("k"), "the tag");
        }),
        new("LIFE-THREAD-02", "A span finished by many threads at once is finished once.", "OpenTracing 0.12.1 API: ISpan.Finish", Needs.Recorded, world =>
        {
            var span = world.Start("a");
            World.OnThreads(8, _ => Expect.Quiet(span.Finish, "Finish"));
            Expect.Equal(1, world.Finished.Count, "the number of finished spans");
        }),
        new("LIFE-THREAD-03", "Fifty flows of twenty nested spans keep their own parents.",
            "OpenTracing 0.12.1 API: AsyncLocalScopeManager", Needs.Recorded, async world =>
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(async flow =>
            {
                await Task.Yield();
                using var root = world.Open("root " + flow);
                for (var i = 0; i < 20; i++)
                {
                    using var scope = world.Open(flow + "." + i);
                    await Task.Yield();
                    Expect.SameObject(scope, world.ActiveScope, "the active scope of a flow");
                }
            }));
            var spans = world.Finished.ToDictionary(span => span.Name);
            for (var flow = 0; flow < 50; flow++)
            {
                for (var i = 0; i < 20; i++) Expect.SameValue(spans["root " + flow].SpanId, spans[flow + "." + i].ParentId, "the parent of a span");
            }
        }),
        new("LIFE-LOOP-01", "A thousand scopes one after the other leave nothing current.", "OTC-SCOPE-2", Needs.None, world =>
        {
            for (var i = 0; i < 1000; i++) world.Open("a").Dispose();
            Expect.Null(world.ActiveScope, "the active scope");
            Expect.Null(Activity.Current, "Activity.Current");
        }),
        new("LIFE-CLOSE-01", "Disposing a tracer that owns its provider closes the provider, once.", "OTC-CLOSE-1; OTC-CLOSE-3", Needs.Closable, world =>
        {
            using var seen = new CountedEnd();
            var tracer = (IDisposable)world.Session.CreateOwner(Provider(seen), ownsProvider: true);
            tracer.Dispose();
            tracer.Dispose();
            Expect.Equal(1, seen.Shutdowns, "the number of shutdowns");
        }),
        new("LIFE-CLOSE-02", "Disposing a tracer that does not own its provider leaves the provider alone.", "OTC-CLOSE-1", Needs.Closable, world =>
        {
            using var seen = new CountedEnd();
            using var provider = Provider(seen);
            ((IDisposable)world.Session.CreateOwner(provider, ownsProvider: false)).Dispose();
            Expect.Equal(0, seen.Shutdowns, "the number of shutdowns");
        }),
        new("LIFE-CLOSE-03", "A provider that throws while it is closed does not throw into the application.", "OTC-CLOSE-2", Needs.Closable, world =>
        {
            var tracer = (IDisposable)world.Session.CreateOwner(new BrokenProvider(), ownsProvider: true);
            Expect.Quiet(tracer.Dispose, "Dispose");
        }),
        new("LIFE-CLOSE-04", "Spans started after the tracer's end are harmless.", "OTC-CLOSE-2", Needs.Closable, world =>
        {
            using var seen = new CountedEnd();
            var tracer = world.Session.CreateOwner(Provider(seen), ownsProvider: true);
            ((IDisposable)tracer).Dispose();
            Expect.Quiet(() => tracer.BuildSpan("late").StartActive().Dispose(), "a span after the end");
        }),
        new("LIFE-PARTS-01", "The tracer's assembly needs OpenTelemetry's API and no SDK.", "OTC-GEN-2; OTC-GEN-4", Needs.Activity, world =>
        {
            var names = world.Tracer.GetType().Assembly.GetReferencedAssemblies().Select(name => name.Name).ToArray();
            Expect.That(!names.Contains("OpenTelemetry"), "it references OpenTelemetry's SDK");
        }),
        new("LIFE-PARTS-02", "What the tracer returns shows no type of OpenTelemetry's.", "OTC-GEN-3", Needs.Activity, world =>
        {
            var shown = world.Tracer.GetType().GetMembers().SelectMany(member => member switch
            {
                System.Reflection.MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)],
                System.Reflection.PropertyInfo property => [property.PropertyType],
                _ => Type.EmptyTypes,
            });
            Expect.That(!shown.Any(type => type.FullName?.StartsWith("OpenTelemetry", StringComparison.Ordinal) == true), "a member of the tracer has a type of OpenTelemetry's");
        }),
        new("LIFE-TEXT-01", "In a debugger a span shows its operation, a context its trace id, and a scope or builder more than its type.",
            "OpenTracing 0.12.1 API: MockSpan.ToString", Needs.Mapped, world =>
        {
            using var scope = world.Open("checkout");
            Expect.That(scope.Span.ToString()!.Contains("checkout", StringComparison.Ordinal), "the span's text lacks its operation");
            Expect.That(scope.Span.Context.ToString()!.Contains(scope.Span.Context.TraceId, StringComparison.Ordinal), "the context's text lacks its trace id");
            foreach (var (what, shown) in new (string, object)[] { ("scope", scope), ("builder", world.Build("x")) })
                Expect.That(shown.ToString() != shown.GetType().ToString(), $"the {what} shows nothing but its type");
        }),
    ];

    private static Case After(string id, string what, Func<OpenTracing.ISpan, OpenTracing.ISpan> write, Func<Subjects.SpanView, bool> isUnchanged) =>
        new(id, $"After Finish, {what} is quiet and changes nothing that was exported.", "OpenTracing 0.12.1 API: ISpan.Finish", Needs.Recorded, world =>
        {
            var span = world.Start("a").SetTag("early", "x");
            span.Finish();
            Expect.Quiet(() => write(span), what);
            Expect.That(isUnchanged(world.Finished[0]), "the finished span changed");
        });

    private static TracerProvider Provider(BaseProcessor<Activity> processor) => Sdk.CreateTracerProviderBuilder().AddProcessor(processor).Build();

    private sealed class CountedEnd : BaseProcessor<Activity>
    {
        internal int Shutdowns { get; private set; }

        protected override bool OnShutdown(int timeoutMilliseconds)
        {
            Shutdowns++;
            return true;
        }
    }

    private sealed class BrokenProvider : TracerProvider
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing) throw new InvalidOperationException();
            base.Dispose(disposing);
        }
    }
}
