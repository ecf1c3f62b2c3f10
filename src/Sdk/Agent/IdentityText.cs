using System.Diagnostics;

namespace Segue.Agent;

/// <summary>What every span says of its process and its instrumentation, encoded once.</summary>
internal sealed class IdentityText
{
    private const int SourcesKept = 256;

    private readonly EncodedEntries[] _usual = new EncodedEntries[(int)ActivityKind.Consumer + 1];
    private readonly Dictionary<ActivitySource, SourceText> _sources = [];
    private ActivitySource? _lastSource;
    private SourceText? _lastText;

    internal IdentityText(ServiceIdentity identity)
    {
        Language = EncodedEntries.Of(Tags.Language, "dotnet");
        Env = EncodedEntries.Of(Tags.Env, identity.Env);
        Version = EncodedEntries.Of(Tags.Version, identity.Version);
        for (var kind = ActivityKind.Internal; kind <= ActivityKind.Consumer; kind++) _usual[(int)kind] = new EncodedEntries([new(Tags.SpanKind, SpanMapping.KindName(kind)), .. Usually(identity)]);
        BaseService = EncodedEntries.Of("_dd.base_service", identity.Service);
        RuntimeId = EncodedEntries.Of("runtime-id", identity.RuntimeId);
        var tags = new List<KeyValuePair<string, EncodedEntries>>();
        var probe = default(SpanFields);
        foreach (var tag in identity.Tags)
        {
            // A process tag must not stand beside what is written for every span: a map holds a key once.
            var isTaken = tag.Key is not (Tags.Env or Tags.Version) && probe.Take(tag.Key, tag.Value) == TagUse.Elsewhere;
            if (isTaken || (tag.Key == Tags.Env && identity.Env is not null) || (tag.Key == Tags.Version && identity.Version is not null)) continue;
            tags.Add(new(tag.Key, EncodedEntries.Of(tag.Key, tag.Value)));
        }

        ProcessTags = [.. tags];
    }

    internal static EncodedEntries ByHand { get; } = EncodedEntries.Of("_dd.svc_src", "m");

    internal EncodedEntries Language { get; }

    internal EncodedEntries Env { get; }

    internal EncodedEntries Version { get; }

    internal EncodedEntries BaseService { get; }

    internal EncodedEntries RuntimeId { get; }

    internal KeyValuePair<string, EncodedEntries>[] ProcessTags { get; }

    private static IEnumerable<KeyValuePair<string, string>> Usually(ServiceIdentity identity)
    {
        yield return new(Tags.Language, "dotnet");
        if (identity.Env is { } env) yield return new(Tags.Env, env);
        if (identity.Version is { } version) yield return new(Tags.Version, version);
    }

    /// <summary>What a span says that says none of it itself: kind, language, environment and version in one.</summary>
    internal EncodedEntries Usual(ActivityKind kind) => _usual[(uint)kind < (uint)_usual.Length ? (int)kind : 0];

    /// <summary>Name and version of the instrumentation, and how the span ended.</summary>
    internal EncodedEntries Outcome(ActivitySource source, ActivityStatusCode status)
    {
        var text = ReferenceEquals(source, _lastSource) ? _lastText! : Find(source);
        return status switch { ActivityStatusCode.Error => text.Error, ActivityStatusCode.Ok => text.Ok, _ => text.Unset };
    }

    private SourceText Find(ActivitySource source)
    {
        if (!_sources.TryGetValue(source, out var text))
        {
            text = new SourceText(source);
            if (_sources.Count < SourcesKept) _sources.Add(source, text);
        }

        _lastSource = source;
        return _lastText = text;
    }

    private sealed class SourceText(ActivitySource source)
    {
        private EncodedEntries? _unset;
        private EncodedEntries? _ok;
        private EncodedEntries? _error;

        internal EncodedEntries Unset => _unset ??= With("STATUS_CODE_UNSET");

        internal EncodedEntries Ok => _ok ??= With("STATUS_CODE_OK");

        internal EncodedEntries Error => _error ??= With("STATUS_CODE_ERROR");

        private EncodedEntries With(string status)
        {
            var pairs = new List<KeyValuePair<string, string>>();
            if (source.Name.Length > 0) pairs.Add(new("otel.library.name", source.Name));
            if (!string.IsNullOrEmpty(source.Version)) pairs.Add(new("otel.library.version", source.Version!));
            pairs.Add(new("otel.status_code", status));
            return new EncodedEntries(pairs);
        }
    }
}
