using System.Diagnostics;
using Segue.Diagnostics;

namespace Segue.Context;

/// <summary>Starts and stops Activities; what listeners, samplers and processors throw is said and goes no further.</summary>
internal static class GuardedActivity
{
    internal static readonly ContextCallback StopCallback = static state => Stop((Activity)state!);

    /// <summary>Starts a child of what is current, or a root.</summary>
    internal static Activity? Start(ActivitySource source, string name, ActivityKind kind, IEnumerable<KeyValuePair<string, object?>>? tags, Activity? before)
    {
        try
        {
            return source.StartActivity(name, kind, default(ActivityContext), tags);
        }
        catch (Exception e)
        {
            return Rescue(source, before, e);
        }
    }

    internal static Activity? Start(
        ActivitySource source, string name, ActivityKind kind, in ActivityContext parent, IEnumerable<KeyValuePair<string, object?>>? tags, Activity? before)
    {
        try
        {
            return source.StartActivity(name, kind, parent, tags);
        }
        catch (Exception e)
        {
            return Rescue(source, before, e);
        }
    }

    internal static Activity? Start(ActivitySource source, in SpanStart start, in ActivityContext parent, Activity? before)
    {
        try
        {
            return source.StartActivity(start.Name, start.Kind, parent, start.Tags, start.Links, start.StartTime);
        }
        catch (Exception e)
        {
            return Rescue(source, before, e);
        }
    }

    /// <summary>Asks listeners and samplers as for a root, with nothing current, and starts nothing.</summary>
    internal static Activity? Create(ActivitySource source, in SpanStart start)
    {
        try
        {
            return source.CreateActivity(start.Name, start.Kind, default(ActivityContext), start.Tags, start.Links, ActivityIdFormat.W3C);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Asking for a sampling decision", e.ToString());
            return null;
        }
    }

    internal static bool Stop(Activity activity)
    {
        try
        {
            activity.Stop();
            return true;
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Stopping a span", e.ToString());
            return false;
        }
    }

    private static Activity? Rescue(ActivitySource source, Activity? before, Exception thrown)
    {
        SegueEventSource.Log.Failure("Starting a span", thrown.ToString());
        // A listener that throws once it was told leaves the span running and current.
        return Activity.Current is { IsStopped: false } started && !ReferenceEquals(started, before) && ReferenceEquals(started.Source, source) ? started : null;
    }
}
