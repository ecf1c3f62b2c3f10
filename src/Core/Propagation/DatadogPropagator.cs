using System.Diagnostics;
using System.Globalization;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Propagates trace context in the headers of Datadog's tracers.</summary>
/// <remarks>
/// <para>Shape: <c>x-datadog-trace-id</c> (the low 64 bits) and <c>x-datadog-parent-id</c> in decimal, <c>x-datadog-sampling-priority</c> an integer,
/// <c>x-datadog-origin</c> text, <c>x-datadog-tags: _dd.p.{name}={value},…</c>, among them <c>_dd.p.tid</c>, the high 64 bits as 16 lower hex digits.
/// In process all but the ids is the <c>dd=</c> member of the tracestate, e.g. <c>dd=s:2;o:rum;t.dm:-4</c>.</para>
/// <para>Units and limits: tags of more than 512 characters are neither read nor written; an origin of more than 256 is not read.</para>
/// <para>Errors: a trace id that is missing, 0 or no number gives no context; a parent id that is gives a context with an all-zero span id, as
/// requests from browsers and synthetic tests need. What is wrong with the tags is counted and kept as the part <c>e</c>. Nothing is thrown but what the getter or setter throws.</para>
/// <para>Threads and cost: stateless, safe from any thread.</para>
/// </remarks>
public sealed class DatadogPropagator : TextMapPropagator
{
    private const string TraceIdName = "x-datadog-trace-id";
    private const string ParentIdName = "x-datadog-parent-id";
    private const string PriorityName = "x-datadog-sampling-priority";
    private const string OriginName = "x-datadog-origin";
    private const string TagsName = "x-datadog-tags";
    private const int MaxOriginLength = 256;

    // A priority, the name of the origin's part, and an error at its longest.
    private const int OtherPartsLength = 80;

    private static readonly HashSet<string> _fields = [TraceIdName, ParentIdName, PriorityName, OriginName, TagsName];

    /// <summary>The headers that are read and written.</summary>
    /// <value>The five <c>x-datadog-*</c> headers.</value>
    public override ISet<string> Fields => _fields;

    /// <summary>Reads the identity of the caller's span and the vendor state that came with it.</summary>
    /// <remarks>
    /// <para>Errors: as the class; a carrier or getter that is <see langword="null"/> gives <paramref name="context"/> back. Of repeated headers the first counts.</para>
    /// </remarks>
    /// <param name="context">What was found so far; given back as it is when it has a trace id.</param>
    /// <param name="carrier">What was received.</param>
    /// <param name="getter">Gives the values of a header by its lower-case name; finding it in any case is the getter's part.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>A remote context, recorded when the priority is positive or not said; <paramref name="context"/> when there is none.</returns>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        if (carrier is null || getter is null || SpanStart.IsValid(context.ActivityContext)) return context;

        var header = HeaderValues.First(getter(carrier, TraceIdName), out var differs);
        if (header is null) return context;
        if (!TryReadNumber(header, out var low) || low == 0)
        {
            Misuse.Report("datadog_trace_id_malformed", "An x-datadog-trace-id that is no positive 64 bit number was ignored, with the headers beside it.");
            return context;
        }

        if (differs || header.IndexOf(',') >= 0) CountConflict(getter(carrier, TraceIdName), low);
        if (!TryReadNumber(HeaderValues.First(getter(carrier, ParentIdName), out _), out var parent)) parent = 0;
        var said = HeaderValues.First(getter(carrier, PriorityName), out _);
        var decided = VendorState.TryReadInt32(said.AsSpan(), out var priority) || VendorState.TryReadInt32(HeaderValues.FirstPart(said), out priority);
        var origin = HeaderValues.First(getter(carrier, OriginName), out _);
        if (origin?.IndexOf(',') >= 0) origin = HeaderValues.OnlyPart([origin]) ?? origin;
        var tags = HeaderValues.First(getter(carrier, TagsName), out _);
        var state = State(decided ? VendorState.ToText(priority) : null, origin, tags, out var high);
        var flags = !decided || priority > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        var identity = new ActivityContext(TraceIds.ToTraceId(high, low), TraceIds.ToSpanId(parent), flags, state, isRemote: true);
        return new PropagationContext(identity, context.Baggage);
    }

    /// <summary>Writes the identity of a span, with the decision that is in force for its trace.</summary>
    /// <remarks>
    /// <para>Errors: a context without both ids, or a carrier or setter that is <see langword="null"/>, writes nothing. Tags that don't fit the header stay out, all of them, and are counted.</para>
    /// </remarks>
    /// <param name="context">The span's context: the priority is the one in its tracestate, else keep or drop by its flag, else, where it came undecided and no span was started since, none.</param>
    /// <param name="carrier">What is sent.</param>
    /// <param name="setter">Sets a header, replacing one of the same name.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        if (carrier is null || setter is null) return;
        LocalTrace.MarkSent(context.ActivityContext.TraceId);
        Write(context, carrier, setter);
    }

    /// <summary>Injects for a caller that has noted the context as sent, and checked what it was given.</summary>
    internal void Write<T>(in PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        var source = LocalTrace.InForce(context.ActivityContext);
        if (source.TraceId == default || source.SpanId == default) return;

        var keep = (source.TraceFlags & ActivityTraceFlags.Recorded) != 0;
        var vendor = VendorState.ReadMember(source.TraceState);
        vendor.Reconcile(keep);
        setter(carrier, TraceIdName, TraceIds.Low64(source.TraceId).ToString(CultureInfo.InvariantCulture));
        setter(carrier, ParentIdName, source.SpanId == HttpPropagator.NoParent ? "0" : TraceIds.ToUInt64(source.SpanId).ToString(CultureInfo.InvariantCulture));
        var decided = VendorState.TryReadInt32(vendor.Priority, out var priority);
        if (decided || !keep || !RemoteIdentity.IsUndecided(vendor, source.SpanId)) setter(carrier, PriorityName, VendorState.ToText(decided ? priority : keep ? 1 : 0));
        if (!vendor.Origin.IsEmpty) setter(carrier, OriginName, vendor.Origin.ToString().Replace('~', '='));
        if (DatadogTags.Write(vendor, source.TraceId, out var error) is { } tags) setter(carrier, TagsName, tags);
        if (error is not null) Report(error);
    }

    private static string? State(string? priority, string? origin, string? tags, out ulong high)
    {
        high = 0;
        if (origin is { Length: > MaxOriginLength })
        {
            Misuse.Report("datadog_origin_too_long", "An x-datadog-origin of more than 256 characters was ignored.");
            origin = null;
        }

        if (origin is null && tags is null) return Known(priority);
        // A tag takes less room as a part than in the header; a header that is too long isn't read.
        var tagsLength = tags is null || tags.Length > DatadogTags.MaxLength ? 0 : tags.Length;
        Span<char> buffer = stackalloc char[VendorState.Member.Length + (origin?.Length ?? 0) + tagsLength + OtherPartsLength];
        var parts = new VendorParts(buffer.Slice(VendorState.Member.Length));
        parts.Add("s".AsSpan(), priority.AsSpan());
        parts.AddPlain("o", default, origin.AsSpan());
        if (tags is not null && DatadogTags.Read(tags, ref parts, out high) is { } error)
        {
            parts.AddPlain("e", default, error.AsSpan());
            Report(error);
        }

        if (parts.Length == 0) return null;
        VendorState.Member.AsSpan().CopyTo(buffer);
        return buffer.Slice(0, VendorState.Member.Length + parts.Length).ToString();
    }

    private static string? Known(string? priority) => priority switch
    {
        null => null,
        "-1" => "dd=s:-1",
        "0" => "dd=s:0",
        "1" => "dd=s:1",
        "2" => "dd=s:2",
        _ => VendorState.Member + "s:" + priority,
    };

    // The kinds are constants: what follows malformed_tid is the sender's text.
    private static void Report(string error)
    {
        var kind = error switch
        {
            "extract_max_size" => "datadog_tags_extract_max_size",
            "decoding_error" => "datadog_tags_decoding_error",
            "inject_max_size" => "datadog_tags_inject_max_size",
            "encoding_error" => "datadog_tags_encoding_error",
            _ => "datadog_tags_malformed_tid",
        };
        Misuse.Report(kind, "Tags in x-datadog-tags were malformed or too long; they were left out.");
    }

    private static void CountConflict(IEnumerable<string>? copies, ulong first)
    {
        var values = new HeaderValues(copies);
        while (values.Next(out var value))
        {
            var rest = value.AsSpan();
            for (var walked = 0; walked < HeaderValues.MaxParts && ListText.Next(ref rest, ',', out var part); walked++)
            {
                if (!TryReadUInt64(part, out var other) || other == 0 || other == first) continue;
                RemoteIdentity.CountConflict();
                values.Close();
                return;
            }
        }

        values.Close();
    }

    private static bool TryReadNumber(string? text, out ulong value) => TryReadUInt64(text.AsSpan(), out value) || TryReadUInt64(HeaderValues.FirstPart(text), out value);

    private static bool TryReadUInt64(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        var digits = ListText.Trim(text);
        if (digits.IsEmpty) return false;
        foreach (var c in digits)
        {
            var digit = (ulong)(c - '0');
            if (c is < '0' or > '9' || value > (ulong.MaxValue - digit) / 10) return false;
            value = (value * 10) + digit;
        }

        return true;
    }
}
