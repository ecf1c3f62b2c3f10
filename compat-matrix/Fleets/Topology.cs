using System.Globalization;
using OpenTelemetry.Context.Propagation;
using Segue.CompatMatrix.Fleets.Peers;
using Segue.CompatMatrix.Fleets.Services;

namespace Segue.CompatMatrix.Fleets;

/// <summary>Three services in a row, and a trace that is sent through them.</summary>
/// <param name="Kinds">A letter for each: L, N, O, J, D or B.</param>
/// <param name="Keeps">The decision.</param>
/// <param name="IsWide">Whether the trace id has 128 bits, or 64.</param>
internal sealed record Topology(string Kinds, bool Keeps, bool IsWide)
{
    private const string Letters = "LNOJDB";
    private const string OnSegue = "LN";

    // Ids that .NET makes have 128 bits.
    private const string MadeByDotNet = "LNO";

    /// <summary>Every row of three in which each pair of neighbours has a format in common: one of the two is on Segue, or both are of one kind.</summary>
    internal static IReadOnlyList<Topology> All { get; } =
    [
        .. from first in Letters
           from second in Letters
           where Speak(first, second)
           from third in Letters
           where Speak(second, third)
           from keeps in new[] { true, false }
           from isWide in new[] { true, false }
           select new Topology(string.Concat(first, second, third), keeps, isWide),
    ];

    /// <summary>Whether a proxy in front begins the trace: the first service could make no 64 bit trace id.</summary>
    internal bool HasEdge => !IsWide && MadeByDotNet.Contains(Kinds[0]);

    /// <summary>All that a service on Segue sets: the format of the one that it calls, unless the trace arrived in it or it is written anyway.</summary>
    internal Fleet FleetOf(int hop)
    {
        if (hop == 2 || (hop > 0 && Kinds[hop - 1] == Kinds[hop + 1])) return Fleet.None;
        return Kinds[hop + 1] switch { 'J' => Fleet.Jaeger, 'B' => Fleet.B3, _ => Fleet.None };
    }

    internal string Describe() => string.Join(" → ", Kinds.Select(Name));

    internal async Task Run()
    {
        // A dropped trace that a native service begins is dropped by its rate, since it starts no span with tags.
        using var process = new FleetProcess(Keeps, recordsRejected: false, sampleRate: Keeps ? null : 0);
        var journey = new Journey(new Row([.. Kinds.Select((_, hop) => Service(hop))]), Keeps);
        (string TraceId, string SpanId)? edge = null;
        var headers = Journey.Headers();
        if (HasEdge)
        {
            edge = ("0000000000000000" + NewId(), NewId());
            headers["traceparent"] = $"00-{edge.Value.TraceId}-{edge.Value.SpanId}-{(Keeps ? "01" : "00")}";
        }

        await journey.Begin("1", headers, edge?.SpanId);
        var problems = Wholeness.Problems(journey, process.TakeExported(), visits: 3, edge).ToArray();
        Expect.That(problems.Length == 0, string.Join("; ", problems));
        var isNarrow = journey.Sightings.First().TraceId.StartsWith("0000000000000000", StringComparison.Ordinal);
        Expect.Equal(IsWide ? 128 : 64, isNarrow ? 64 : 128, "the width of the trace id");
    }

    private static bool Speak(char one, char other) => one == other || OnSegue.Contains(one) || OnSegue.Contains(other);

    private static string Name(char kind) => kind switch
    {
        'L' => "OpenTracing on Segue",
        'N' => "native API",
        'O' => "OpenTelemetry",
        'J' => "Jaeger headers",
        'D' => "Datadog headers",
        _ => "B3 headers",
    };

    private static string NewId() => Random.Shared.NextInt64(1, long.MaxValue).ToString("x16", CultureInfo.InvariantCulture);

    private FleetService Service(int hop)
    {
        TextMapPropagator Formats() => Services.Formats.Of(FleetOf(hop));
        return Kinds[hop] switch
        {
            'L' => new LegacyService(Formats()),
            'N' => new NativeService(Formats()),
            'O' => new OpenTelemetryService(),
            'J' => new PeerService(new JaegerHeaders(), IsWide),
            'D' => new PeerService(new DatadogHeaders(), IsWide),
            _ => new PeerService(new B3Headers(), IsWide),
        };
    }

    private sealed class Row(FleetService[] services) : IFleet
    {
        public FleetService Route(string service) => services[service[0] - '1'];

        public IReadOnlyList<string> CallsOf(string service) => service[0] < '3' ? [((char)(service[0] + 1)).ToString()] : [];
    }
}
