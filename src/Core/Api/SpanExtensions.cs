using System.Globalization;

namespace Segue;

/// <summary>Writes to a native span beyond text tags.</summary>
public static class SpanExtensions
{
    /// <summary>Sets a numeric tag, which stays a number in every exit.</summary>
    /// <param name="span">The span.</param>
    /// <param name="key">Name; <see langword="null"/> is ignored and counted.</param>
    /// <param name="value">Value; <see langword="null"/> removes the tag.</param>
    /// <returns>The span.</returns>
    public static ISpan SetTag(this ISpan span, string key, double? value)
    {
        if (span is NativeSpan native) native.Set(key, value);
        else span?.SetTag(key, value?.ToString(CultureInfo.InvariantCulture));
        return span!;
    }

    /// <summary>Says on whose behalf the trace runs.</summary>
    /// <param name="span">The span; the tags are set on it.</param>
    /// <param name="userDetails">The user; <see langword="null"/> is ignored.</param>
    public static void SetUser(this ISpan span, UserDetails userDetails)
    {
        if (span is null || userDetails is null) return;
        span.SetTag("usr.id", userDetails.Id);
        if (userDetails.Email is not null) span.SetTag("usr.email", userDetails.Email);
        if (userDetails.Name is not null) span.SetTag("usr.name", userDetails.Name);
        if (userDetails.SessionId is not null) span.SetTag("usr.session_id", userDetails.SessionId);
        if (userDetails.Role is not null) span.SetTag("usr.role", userDetails.Role);
        if (userDetails.Scope is not null) span.SetTag("usr.scope", userDetails.Scope);
    }

    /// <summary>Decides whether the trace is kept.</summary>
    /// <param name="span">A live span of the trace; a finished one is ignored.</param>
    /// <param name="samplingPriority">The decision, which what is injected afterwards carries.</param>
    public static void SetTraceSamplingPriority(this ISpan span, SamplingPriority samplingPriority)
    {
        if (span is NativeSpan native) native.Decide(samplingPriority);
    }
}
