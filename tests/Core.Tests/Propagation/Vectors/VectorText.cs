using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Context;

namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>Translates between the table's JSON and contexts whose vendor state is in their tracestate.</summary>
internal static class VectorText
{
    private const string TagPrefix = "_dd.p.";
    private const string NoSpan = "0000000000000000";

    internal static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    /// <summary>The answer of an extraction, as the table writes it.</summary>
    /// <param name="read">What a propagator gave.</param>
    /// <param name="isTraceContext">Whether the flag is a decision (W3C has no undecided) and the last parent is told even where there is none.</param>
    internal static JsonObject Describe(PropagationContext read, bool isTraceContext)
    {
        var answer = new JsonObject { ["context"] = read.ActivityContext.TraceId == default ? null : Describe(read.ActivityContext, isTraceContext) };
        if (read.Baggage.Count == 0) return answer;
        var baggage = new JsonObject();
        foreach (var item in read.Baggage) baggage[item.Key] = item.Value;
        answer["baggage"] = baggage;
        return answer;
    }

    /// <summary>Makes the context that a row describes.</summary>
    internal static PropagationContext Context(JsonObject row)
    {
        var priority = (int?)row["priority"];
        var tags = row["tags"]?.AsObject().Where(tag => tag.Key.StartsWith(TagPrefix, StringComparison.Ordinal)) ?? [];
        var parts = new List<string>();
        if (priority is not null) parts.Add("s:" + priority.Value.ToString(CultureInfo.InvariantCulture));
        if (row["origin"] is { } origin) parts.Add("o:" + VendorState.Encode((string)origin!));
        foreach (var tag in tags) parts.Add("t." + VendorState.EncodeName(tag.Key[TagPrefix.Length..]) + ":" + VendorState.Encode((string)tag.Value!));
        var members = new List<string>();
        if (parts.Count > 0) members.Add("dd=" + string.Join(';', parts));
        if (row["tracestate_rest"] is { } rest) members.Add((string)rest!);

        var identity = new ActivityContext(
            ActivityTraceId.CreateFromString(((string)row["trace_id"]!).PadLeft(32, '0')),
            ActivitySpanId.CreateFromString((string)row["span_id"]!),
            priority is null or > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None,
            members.Count == 0 ? null : string.Join(',', members));
        var baggage = row["baggage"]?.AsArray().ToDictionary(item => (string)item![0]!, item => (string)item![1]!);
        return new PropagationContext(identity, baggage is null ? default : Baggage.Create(baggage));
    }

    /// <summary>Takes <c>_dd.p.tid</c> out of the tags of an expected answer where the trace id says the same.</summary>
    internal static JsonObject WithoutTid(JsonObject answer)
    {
        if (answer["context"] is not JsonObject context || context["tags"] is not JsonObject tags) return answer;
        if ((string?)tags["_dd.p.tid"] == ((string)context["trace_id"]!)[..16]) tags.Remove("_dd.p.tid");
        if (tags.Count == 0) context.Remove("tags");
        return answer;
    }

    private static JsonObject Describe(ActivityContext context, bool isTraceContext)
    {
        Assert.IsTrue(context.IsRemote);
        var answer = new JsonObject
        {
            ["trace_id"] = context.TraceId.ToHexString(),
            ["span_id"] = context.SpanId.ToHexString(),
        };
        var keep = (context.TraceFlags & ActivityTraceFlags.Recorded) != 0;
        var decided = VendorState.TryGetPriority(context.TraceState, out var priority);
        Assert.AreEqual(decided ? priority > 0 : keep, keep, "The flag and the priority disagree.");
        if (!decided) Assert.IsTrue(keep || isTraceContext, "Undecided is recorded.");
        if (decided || isTraceContext) answer["priority"] = (int)LocalTrace.PriorityOf(context);
        if (VendorState.Decode(VendorState.Get(context.TraceState, "o")) is { } origin) answer["origin"] = origin;

        var members = (context.TraceState ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        Assert.IsFalse(members.Skip(1).Any(IsVendor), "The vendor's member is not the first, or there are two.");
        var tags = new JsonObject();
        foreach (var part in members.Take(1).Where(IsVendor).SelectMany(member => member[3..].Split(';')))
        {
            var value = VendorState.Decode(part[(part.IndexOf(':') + 1)..]);
            if (part.StartsWith("t.", StringComparison.Ordinal)) tags[TagPrefix + part[2..part.IndexOf(':')]] = value;
            if (part.StartsWith("e:", StringComparison.Ordinal)) tags["_dd.propagation_error"] = value;
        }

        if (tags.Count > 0) answer["tags"] = tags;
        if (members.Any(member => !IsVendor(member))) answer["tracestate_rest"] = string.Join(',', members.Where(member => !IsVendor(member)));
        if (VendorState.Get(context.TraceState, "p") is { } last) answer["last_parent_id"] = last;
        else if (isTraceContext) answer["last_parent_id"] = NoSpan;
        return answer;
    }

    private static bool IsVendor(string member) => member.StartsWith("dd=", StringComparison.Ordinal);
}
