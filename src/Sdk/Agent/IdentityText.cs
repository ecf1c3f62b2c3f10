using System.Diagnostics;

namespace Segue.Agent;

/// <summary>What every span says of its process and its instrumentation, encoded once.</summary>
internal sealed class IdentityText
{
    private const int SourcesKept = 256;

    private readonly Dictionary<ActivitySource, EncodedEntries> _sources = [];
    private ActivitySource? _lastSource;
    private EncodedEntries _lastEntries = EncodedEntries.None;

    internal IdentityText(ServiceIdentity identity)
    {
        Language = EncodedEntries.Of(Tags.Language, "dotnet");
        Env = EncodedEntries.Of(Tags.Env, identity.Env);
        Version = EncodedEntries.Of(Tags.Version, identity.Version);
        Usual = new EncodedEntries(Usually(identity));
        BaseService = EncodedEntries.Of("_dd.base_service", identity.Service);
        RuntimeId = EncodedEntries.Of("runtime-id", identity.RuntimeId);
        var tags = new List<KeyValuePair<string, EncodedEntries>>();
        var probe = default(SpanFields);
        foreach (var tag in identity.Tags)
        {
            // A process tag must not stand beside what is written for every span: a map holds a key once.
            var isTaken = tag.Key is not (Tags.Env or Tags.Version) && probe.Take(tag.Key, tag.Value);
            if (isTaken || (tag.Key == Tags.Env && identity.Env is not null) || (tag.Key == Tags.Version && identity.Version is not null)) continue;
            tags.Add(new(tag.Key, EncodedEntries.Of(tag.Key, tag.Value)));
        }

        ProcessTags = [.. tags];
    }

    internal static EncodedEntries StatusUnset { get; } = EncodedEntries.Of("otel.status_code", "STATUS_CODE_UNSET");

    internal static EncodedEntries StatusOk { get; } = EncodedEntries.Of("otel.status_code", "STATUS_CODE_OK");

    internal static EncodedEntries StatusError { get; } = EncodedEntries.Of("otel.status_code", "STATUS_CODE_ERROR");

    internal static EncodedEntries ByHand { get; } = EncodedEntries.Of("_dd.svc_src", "m");

    /// <summary>What a span says that says none of it itself: language, environment and version in one.</summary>
    internal EncodedEntries Usual { get; }

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

    /// <summary>Name and version of the instrumentation.</summary>
    internal EncodedEntries Library(ActivitySource source)
    {
        if (ReferenceEquals(source, _lastSource)) return _lastEntries;
        if (!_sources.TryGetValue(source, out var entries))
        {
            var pairs = new List<KeyValuePair<string, string>>();
            if (source.Name.Length > 0) pairs.Add(new("otel.library.name", source.Name));
            if (!string.IsNullOrEmpty(source.Version)) pairs.Add(new("otel.library.version", source.Version!));
            entries = new EncodedEntries(pairs);
            if (_sources.Count < SourcesKept) _sources.Add(source, entries);
        }

        _lastSource = source;
        return _lastEntries = entries;
    }
}
