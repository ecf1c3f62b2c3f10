using System.Diagnostics;
using System.Globalization;
using Segue.Context;

namespace Segue.Shim;

/// <summary>Translates OpenTracing tags that mean more than an attribute.</summary>
internal static class TagMapping
{
    internal const string Error = "error";

    private static readonly object _true = true;
    private static readonly object _false = false;

    internal static object Box(bool value) => value ? _true : _false;

    /// <summary>Reads a value as true or false; <see langword="null"/> when it is neither.</summary>
    internal static bool? AsBool(object? value) => value switch
    {
        bool flag => flag,
        string text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        string text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => null,
    };

    /// <summary>The kind that <c>span.kind</c> names, in any case; <see langword="null"/> when it names none.</summary>
    internal static ActivityKind? AsKind(string? value)
    {
        if (value is null) return null;
        if (value.Equals(SpanKinds.Server, StringComparison.OrdinalIgnoreCase)) return ActivityKind.Server;
        if (value.Equals(SpanKinds.Client, StringComparison.OrdinalIgnoreCase)) return ActivityKind.Client;
        if (value.Equals(SpanKinds.Producer, StringComparison.OrdinalIgnoreCase)) return ActivityKind.Producer;
        if (value.Equals(SpanKinds.Consumer, StringComparison.OrdinalIgnoreCase)) return ActivityKind.Consumer;
        return value.Equals(SpanKinds.Internal, StringComparison.OrdinalIgnoreCase) ? ActivityKind.Internal : null;
    }

    /// <summary>The sampling decision that a tag makes; <see langword="null"/> when it makes none.</summary>
    internal static SamplingPriority? AsDecision(string key, object? value) => key switch
    {
        Tags.SamplingPriority => AsNumber(value) is { } number ? (number > 0 ? SamplingPriority.UserKeep : SamplingPriority.UserReject) : null,
        Tags.ManualKeep => AsBool(value) ?? AsNumber(value) > 0 ? SamplingPriority.UserKeep : null,
        Tags.ManualDrop => AsBool(value) ?? AsNumber(value) > 0 ? SamplingPriority.UserReject : null,
        _ => null,
    };

    /// <summary>Whether a tag can't but be a plain attribute, told by its length alone.</summary>
    internal static bool IsOrdinary(string key) => key.Length is not (5 or 11 or 17);

    /// <summary>Whether a tag decides about the trace; its length keeps ordinary tags off the comparison.</summary>
    internal static bool IsDecision(string? key) => key is { Length: 11 or 17 } && key is Tags.ManualKeep or Tags.ManualDrop or Tags.SamplingPriority;

    /// <summary>Does what the first tags of a new span ask for. Samplers saw them; two of them say nothing about the span itself and are taken off it.</summary>
    internal static void Decide(Activity activity, KeyValuePair<string, object?>[] tags, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var key = tags[i].Key;
            if (!IsDecision(key) || AsDecision(key, tags[i].Value) is not { } decision) continue;
            LocalTrace.Decide(activity, decision);
            if (key != Tags.SamplingPriority) activity.SetTag(key, null);
        }
    }

    /// <summary>Does what the tags of a span that is not recorded ask for.</summary>
    internal static void Decide(in ActivityContext identity, KeyValuePair<string, object?>[] tags, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (AsDecision(tags[i].Key, tags[i].Value) is { } decision) LocalTrace.Decide(identity, decision);
        }
    }

    /// <summary>Writes a tag that decides nothing to a live span.</summary>
    internal static void Set(Activity activity, string key, object? value)
    {
        if (key.Length == 5 && key == Error && AsBool(value) is { } error)
        {
            activity.SetStatus(error ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
            // Text that was neither true nor false may stand there from before.
            value = null;
        }

        activity.SetTag(key, value);
    }

    private static double? AsNumber(object? value) => value switch
    {
        int number => number,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
