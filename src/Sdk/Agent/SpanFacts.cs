using System.Diagnostics;

namespace Segue.Agent;

/// <summary>What was worked out about a span before its metadata is written.</summary>
internal readonly struct SpanFacts(Activity activity, ActivityKind kind, string service, bool isFirst, bool isTopLevel, bool isError)
{
    internal Activity Activity { get; } = activity;

    internal ActivityKind Kind { get; } = kind;

    internal string Service { get; } = service;

    internal bool IsFirst { get; } = isFirst;

    internal bool IsTopLevel { get; } = isTopLevel;

    internal bool IsError { get; } = isError;
}
