using System.Globalization;

namespace Segue.Attach.Tool.Doctor;

/// <summary>What becomes of a span that was started: whether it is recorded, kept, and gets out of the process.</summary>
internal static class PipelineFindings
{
    private const int Trials = 200;

    internal static IEnumerable<Finding> Of(Target target, Func<string, string?> variable)
    {
        var trial = PipelineTrial.Run(target.Name, variable, Trials);
        foreach (var complaint in trial.Complaints) yield return Finding.Note("setting", complaint);
        if (trial.Failure is not null)
        {
            yield return Finding.Problem("settings", "the pipeline does not start: " + trial.Failure);
            yield break;
        }

        if (trial.IsOff)
        {
            yield return Finding.Problem("no listener", "tracing is switched off by SEGUE_ENABLED, DD_TRACE_ENABLED or OTEL_SDK_DISABLED: context flows, and nothing is recorded. Unset it.");
            yield break;
        }

        if (trial.Owner is not null)
        {
            yield return Finding.Note("another tracer in charge", trial.Owner + " owns the export of spans, so an attached Segue samples and sends nothing: they leave if that tracer takes them. SEGUE_GUEST_MODE=false makes Segue send them.");
            yield break;
        }

        yield return Finding.Ok("settings", trial.Configuration);
        yield return Sampling(trial.Kept);
        if (trial.Exits.Count == 0)
        {
            yield return Finding.Problem("no exit", "OTEL_TRACES_EXPORTER is 'none': spans are recorded and sent nowhere. Name datadog or otlp.");
            yield break;
        }

        foreach (var (exit, address) in trial.Exits)
        {
            yield return Reachability.Try(address) is { } failure
                ? Finding.Problem("exit unreachable", $"{exit} sends to {address}: {failure}. Spans are dropped and counted until it answers; {Remedy(exit)}")
                : Finding.Ok("exit", $"{exit} sends to {address}, where something listens.");
        }
    }

    private static Finding Sampling(int kept)
    {
        const string Caller = "A request whose caller decided to drop it is dropped all the same.";
        if (kept == 0)
            return Finding.Problem("sampled out", $"of {Trials} traces that would begin here, none would be kept. Look at DD_TRACE_SAMPLE_RATE, DD_TRACE_SAMPLING_RULES, OTEL_TRACES_SAMPLER and JAEGER_SAMPLER_TYPE.");
        return kept == Trials
            ? Finding.Ok("sampling", "traces that begin here would be kept, unless the agent's rates say otherwise. " + Caller)
            : Finding.Note("sampled out", string.Create(CultureInfo.InvariantCulture, $"of {Trials} traces that would begin here, about {kept * 100.0 / Trials:0} % would be kept. {Caller}"));
    }

    private static string Remedy(string exit) => exit == nameof(SegueExit.Datadog)
        ? "DD_TRACE_AGENT_URL, or DD_AGENT_HOST and DD_TRACE_AGENT_PORT, tell where it is."
        : "OTEL_EXPORTER_OTLP_ENDPOINT tells where it is.";
}
