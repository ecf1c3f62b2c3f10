using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Segue.Agent;

/// <summary>Writes the tags of a span, and what every span of the process says.</summary>
internal sealed class TagEncoder(ServiceIdentity identity, MappingSettings settings)
{
    private const string ExceptionEvent = "exception";

    private const int HeadersKept = 256;

    private readonly IdentityText _text = new(identity);
    private readonly KnownTexts _names = new();
    // For tags of recorded headers that were seen: their name, if it was asked for.
    private readonly Dictionary<string, string?> _headers = [];

    /// <summary>Writes the span's own tags, and finds those that say more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void WriteOwn(ref MetadataWriter metadata, ref SpanFields fields, Activity activity)
    {
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            if (tag.Value is not { } value) continue;
            var known = _names.Find(tag.Key);
            if (known >= 0) metadata.PutKnown(_names, known, tag.Key, value);
            else WriteOne(ref metadata, ref fields, activity, tag.Key, value);
        }
    }

    // Names of tags that are nothing more are found by their string the next time.
    private void WriteOne(ref MetadataWriter metadata, ref SpanFields fields, Activity activity, string key, object value)
    {
        var use = fields.Take(key, value);
        if (use == TagUse.Elsewhere) return;
        if (settings.Headers.Count > 0 && HeaderName(key) is { } name)
        {
            if (!IsSaidElsewhere(activity, key, name)) metadata.Put(name, HeaderTags.Join(value));
            return;
        }

        if (key == "_dd.measured" && SpanMapping.TrySwitch(value, out var on))
        {
            metadata.Put("_dd.measured"u8, on ? 1 : 0);
            return;
        }

        if (use == TagUse.Plain) _names.Keep(key);
        metadata.PutAny(key, value);
    }

    /// <summary>Writes what the process and the instrumentation say, where the span does not say it itself.</summary>
    internal void WriteProcess(ref MetadataWriter metadata, Activity activity, in SpanFields fields, TraceIdText trace, ActivityKind kind, string service, bool isError, bool isTopLevel)
    {
        foreach (var tag in _text.ProcessTags)
        {
            if (activity.GetTagItem(tag.Key) is null) metadata.Put(tag.Value);
        }

        if (fields.HttpStatus is not null) metadata.PutText("http.status_code"u8, fields.HttpStatus);
        var isOwnService = ReferenceEquals(service, identity.Service) || string.Equals(service, identity.Service, StringComparison.OrdinalIgnoreCase);
        if (isOwnService && fields.SpanKind is null && fields.Language is null && fields.Env is null && fields.Version is null && fields.ServiceVersion is null)
        {
            metadata.Put(_text.Usual(kind));
        }
        else
        {
            metadata.Put("span.kind"u8, fields.SpanKind ?? SpanMapping.KindName(kind));
            WriteIdentity(ref metadata, activity, fields, isOwnService);
        }

        if (isTopLevel) metadata.Put(_text.RuntimeId);
        if (fields.AnalyticsEvent is not null && SpanMapping.TrySwitch(fields.AnalyticsEvent, out var on)) metadata.Put("_dd1.sr.eausr"u8, on ? 1 : 0);
        metadata.PutEntry(trace.Entry);
        metadata.Put(_text.Outcome(activity.Source, isError ? ActivityStatusCode.Error : activity.Status));
    }

    /// <summary>Writes what went wrong: from the last exception event, else from the status; what the application set itself stands among its tags.</summary>
    internal static void WriteError(ref MetadataWriter metadata, Activity activity, in SpanFields fields)
    {
        ActivityEvent exception = default;
        foreach (ref readonly var item in activity.EnumerateEvents())
        {
            if (item.Name == ExceptionEvent) exception = item;
        }

        var hasException = exception.Name == ExceptionEvent;
        var message = (hasException ? EventEncoder.Attribute(exception, "exception.message") : null) ?? activity.StatusDescription ?? fields.StatusDescription ?? fields.ErrorMessage;
        if (!fields.HasErrorMsg && !string.IsNullOrEmpty(message)) metadata.Put("error.msg"u8, message!);
        if (!hasException) return;
        if (!fields.HasErrorType && EventEncoder.Attribute(exception, "exception.type") is { Length: > 0 } type) metadata.Put("error.type"u8, type);
        if (!fields.HasErrorStack && EventEncoder.Attribute(exception, "exception.stacktrace") is { Length: > 0 } stack) metadata.Put("error.stack"u8, stack);
    }

    private void WriteIdentity(ref MetadataWriter metadata, Activity activity, in SpanFields fields, bool isOwnService)
    {
        Put(ref metadata, "language"u8, fields.Language, _text.Language);
        Put(ref metadata, "env"u8, fields.Env, _text.Env);
        // What the application says of its own version is not that of a service which the span names.
        Put(ref metadata, "version"u8, fields.Version ?? (isOwnService ? fields.ServiceVersion : null), isOwnService ? _text.Version : EncodedEntries.None);
        if (isOwnService) return;
        metadata.Put(_text.BaseService);
        if (SpanMapping.IsByHand(activity)) metadata.Put(IdentityText.ByHand);
    }

    private string? HeaderName(string tag)
    {
        if (!HeaderTags.IsHeader(tag)) return null;
        if (_headers.TryGetValue(tag, out var name)) return name;
        name = HeaderTags.TryName(tag, settings.Headers, out var given) ? given : null;
        if (_headers.Count < HeadersKept) _headers.Add(tag, name);
        return name;
    }

    // The application's own tag of that name, or a header that is recorded later, as those of the response are: a map holds a key once.
    private bool IsSaidElsewhere(Activity activity, string header, string name)
    {
        var isLater = false;
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            if (tag.Key == header) isLater = true;
            else if (tag.Value is not null && (tag.Key == name || (isLater && HeaderName(tag.Key) == name))) return true;
        }

        return false;
    }

    private static void Put(ref MetadataWriter metadata, ReadOnlySpan<byte> key, object? own, EncodedEntries ofProcess)
    {
        if (own is not null) metadata.PutText(key, own);
        else metadata.Put(ofProcess);
    }
}
