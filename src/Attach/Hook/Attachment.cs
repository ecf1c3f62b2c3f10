using System.Runtime.CompilerServices;

namespace Segue.Attach;

/// <summary>Decides whether this process is attached to, and does it once.</summary>
internal static class Attachment
{
    private const string WebAssembly = "Segue.Attach.Web";
    private const string Contrib = "OpenTracing.Contrib.NetCore";

    // The doctor has the same.
    private static readonly string[] _providers = ["OpenTelemetry.Extensions.Hosting", "OpenTelemetry.Instrumentation.AspNetCore", "OpenTelemetry.Instrumentation.Http"];

    private static int _ran;

    // A root: what listens lives as long as somebody holds it.
    private static EventAnnouncement? _announcement;

    /// <summary>Whether Segue runs on copies of its own, which share no types with the application's.</summary>
    internal static bool IsApart { get; private set; }

    /// <summary>Attaches, or says why not.</summary>
    /// <param name="way">How it was started, for the message.</param>
    /// <returns>Whether it did.</returns>
    internal static bool Run(string way)
    {
        if (Interlocked.Exchange(ref _ran, 1) != 0) return false;
        var settings = AttachSettings.Read();
        var application = RunningApplication.Find();
        if (ReasonToLeaveAlone(settings, application) is { } reason)
        {
            OwnAssemblies.Close();
            Announcement.Tell($"{application.Entry} is left alone: {reason}.");
            return false;
        }

        var tooOld = VersionDemand.Unmet(application);
        if (ReasonToStepAside(application, tooOld) is { } obstacle)
        {
            OwnAssemblies.Close();
            Announcement.Warn($"{application.Entry} runs without Segue: {obstacle}.");
            return false;
        }

        IsApart = tooOld.Count > 0;
        // Before the pipeline, so that nothing that starting says is missed.
        _announcement = new EventAnnouncement();
        var provider = Array.Find(_providers, application.Brings);
        var othersTraceRequests = provider is not null || application.Brings(Contrib);
        if (IsApart) StartApart(settings, application, tooOld, othersTraceRequests);
        else Start(settings, othersTraceRequests);
        if (provider is not null)
            Announcement.Warn($"the application brings {provider}, so the spans of ASP.NET Core and HttpClient are left to the provider that it builds: Segue records the shim's and its native API's.");
        Announcement.Tell($"attached to {application.Entry} by {way}.");
        // Its parts share types with the host, which only the same copies do.
        if (!IsApart && application.Brings("Microsoft.AspNetCore.Hosting")) AttachSettings.AddHostingStartup(WebAssembly);
        return true;
    }

    /// <summary>The innermost cause: type initializers and reflection wrap what really happened.</summary>
    internal static string Describe(Exception e)
    {
        while (e is System.Reflection.TargetInvocationException or TypeInitializationException && e.InnerException is { } inner) e = inner;
        return e.GetType().Name + ": " + e.Message;
    }

    private static string? ReasonToLeaveAlone(AttachSettings settings, RunningApplication application)
    {
        if (!settings.Enabled) return AttachSettings.Switch + " says so";
        if (application.IsTool) return "it is a tool, not an application";
        if (!application.Brings("OpenTracing") && RunningApplication.Load("OpenTracing") is null) return "it has no OpenTracing";
        return null;
    }

    private static string? ReasonToStepAside(RunningApplication application, List<(VersionDemand Demand, Version Found)> tooOld)
    {
        if (OwnAssemblies.Home is null || !File.Exists(Path.Combine(OwnAssemblies.Home, OwnAssemblies.Marker))) return "the assemblies that belong beside the hook are missing";
        if (application.Brings("Segue.Sdk") || application.Brings("Segue.Shim")) return "it brings Segue itself, and sets it up as it wants";
        foreach (var (demand, found) in tooOld)
        {
            if (demand.Name != VersionDemand.Shared) continue;
            return $"its {demand.Name} is {found}, and Segue needs {demand.Least} or later: set DOTNET_ADDITIONAL_DEPS and DOTNET_SHARED_STORE as 'segue-attach env' prints them";
        }

        return null;
    }

    // Names what lies beside the hook, which may be loaded only after the checks.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(AttachSettings settings, bool othersTraceRequests) =>
        AttachedPipeline.Start(othersTraceRequests, settings.Replace, settings.Redirect);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartApart(AttachSettings settings, RunningApplication application, List<(VersionDemand Demand, Version Found)> tooOld, bool othersTraceRequests)
    {
        PrivateContext.Call(
            typeof(AttachedPipeline), nameof(AttachedPipeline.Start), application, tooOld.Select(old => old.Demand.Name), othersTraceRequests, settings.Replace, settings.Redirect);
        var (demand, found) = tooOld[0];
        Announcement.Warn($"the application's {demand.Name} {found} is older than the {demand.Least} that Segue needs, so Segue uses a copy of its own: "
            + "traces are joined, but baggage and propagators that the application sets through its OpenTelemetry are not seen by it.");
    }
}
