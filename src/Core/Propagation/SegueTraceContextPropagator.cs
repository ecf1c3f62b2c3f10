using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Propagates W3C trace context, with the vendor's state in the <c>dd=</c> member of <c>tracestate</c>.</summary>
/// <remarks>
/// <para>Shape: <c>traceparent: 00-{32 lower hex}-{16 lower hex}-{00 or 01}</c> and
/// <c>tracestate: dd=s:{priority};o:{origin};p:{16 hex};t.{name}:{value},{members of others}</c>. Headers of higher versions are read, version 00 is written.</para>
/// <para>Units and limits: 32 members; the <c>dd=</c> value goes out with at most 256 characters, parts that don't fit stay out and are counted;
/// lists of more than 32,768 characters are not read.</para>
/// <para>Errors: a malformed or all-zero id, or <c>traceparent</c> headers that differ, give no context; copies that agree, also joined by commas, are one. A malformed <c>tracestate</c> leaves ids and flag alone.
/// Nothing is thrown but what the getter or setter throws. A decision in <c>dd=</c> that contradicts the flag gives way to it.</para>
/// <para>Threads and cost: stateless, safe from any thread; reading allocates the ids, and a string where <c>tracestate</c> isn't in order.</para>
/// <para>Source: W3C Trace Context, https://www.w3.org/TR/2021/REC-trace-context-1-20211123/. Matrix: EXTRACT-W3C, INJECT-W3C.</para>
/// </remarks>
public sealed class SegueTraceContextPropagator : TextMapPropagator
{
    private const string TraceParentName = "traceparent";
    private const string TraceStateName = "tracestate";

    private static readonly HashSet<string> _fields = [TraceParentName, TraceStateName];

    /// <summary>The headers that are read and written.</summary>
    /// <value><c>traceparent</c> and <c>tracestate</c>.</value>
    public override ISet<string> Fields => _fields;

    /// <summary>Reads the identity of the caller's span.</summary>
    /// <remarks>
    /// <para>Errors: as the class; a carrier or getter that is <see langword="null"/> gives <paramref name="context"/> back.</para>
    /// </remarks>
    /// <param name="context">What was found so far; given back as it is when it has a trace id.</param>
    /// <param name="carrier">What was received.</param>
    /// <param name="getter">Gives the values of a header by its lower-case name; finding it in any case is the getter's part.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>A remote context with the flag <see cref="ActivityTraceFlags.Recorded"/> as the caller set it; <paramref name="context"/> when there is none.</returns>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        if (carrier is null || getter is null || SpanStart.IsValid(context.ActivityContext)) return context;

        var header = HeaderValues.First(getter(carrier, TraceParentName), out var differs);
        if (header is null) return context;
        if (differs || !TraceParent.TryRead(header, out var traceId, out var spanId, out var sampled))
        {
            header = HeaderValues.OnlyPart(getter(carrier, TraceParentName));
            if (header is null || !TraceParent.TryRead(header, out traceId, out spanId, out sampled))
            {
                Misuse.Report("traceparent_malformed", "A traceparent header was malformed, or there were several that differ; it was ignored.");
                return context;
            }
        }

        var state = HeaderValues.Joined(getter(carrier, TraceStateName), TraceStateList.MaxLength, out var tooLong);
        if (tooLong) Misuse.Report("tracestate_too_long", "A tracestate of more than 32,768 characters was ignored.");
        if (state is not null) state = TraceStateList.Read(state, sampled, traceId);
        var flags = sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        return new PropagationContext(new ActivityContext(traceId, spanId, flags, state, isRemote: true), context.Baggage);
    }

    /// <summary>Writes the identity of a span, with the decision that is in force for its trace.</summary>
    /// <remarks>
    /// <para>Errors: a context without both ids, or a carrier or setter that is <see langword="null"/>, writes nothing.</para>
    /// </remarks>
    /// <param name="context">The span's context; its baggage is not written here.</param>
    /// <param name="carrier">What is sent.</param>
    /// <param name="setter">Sets a header, replacing one of the same name.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        if (carrier is null || setter is null) return;
        LocalTrace.MarkSent(context.ActivityContext.TraceId);
        Write(context, carrier, setter);
    }

    /// <summary>Writes the two headers of a span of this process, as <see cref="Inject"/> does with its context, for callers that set them themselves.</summary>
    /// <param name="activity">The span; of one that nobody records, what is recorded around it goes out.</param>
    /// <param name="traceParent">Value of <c>traceparent</c>; empty when false is returned.</param>
    /// <param name="traceState">Value of <c>tracestate</c>; empty when false is returned.</param>
    /// <returns><see langword="false"/> when there is nothing to send: no Activity, or one without W3C ids.</returns>
    public static bool TryFormat(Activity activity, out string traceParent, out string traceState)
    {
        traceParent = traceState = "";
        if (activity is null) return false;
        // Part by part and not as a context: the whole of what was written in parts a moment ago is read slowly.
        var traceId = activity.TraceId;
        var spanId = activity.SpanId;
        var flags = activity.ActivityTraceFlags;
        var state = activity.TraceStateString;
        if (HiddenActivity.IsHidden(activity))
        {
            var around = HiddenActivity.OutgoingContext(activity);
            traceId = around.TraceId;
            spanId = around.SpanId;
            flags = around.TraceFlags;
            state = around.TraceState;
        }

        if (traceId == default || spanId == default) return false;
        LocalTrace.MarkSent(traceId);
        if (LocalTrace.AnyDecided) LocalTrace.PutInForce(traceId, ref flags, ref state);
        var isRecorded = (flags & ActivityTraceFlags.Recorded) != 0;
        traceParent = TraceParent.Write(traceId, spanId, isRecorded);
        traceState = TraceStateList.Write(state, spanId, isRecorded);
        return true;
    }

    /// <summary>Injects for a caller that has noted the context as sent, and checked what it was given.</summary>
    // Inlined, since a generic method that others share is looked up at each call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write<T>(in PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        // Part by part: the whole of what was written in parts a moment ago is read slowly.
        var traceId = context.ActivityContext.TraceId;
        var spanId = context.ActivityContext.SpanId;
        var flags = context.ActivityContext.TraceFlags;
        var state = context.ActivityContext.TraceState;
        if (traceId == default || spanId == default) return;
        if (LocalTrace.AnyDecided) LocalTrace.PutInForce(traceId, ref flags, ref state);
        var isRecorded = (flags & ActivityTraceFlags.Recorded) != 0;
        setter(carrier, TraceParentName, TraceParent.Write(traceId, spanId, isRecorded));
        setter(carrier, TraceStateName, TraceStateList.Write(state, spanId, isRecorded));
    }
}
