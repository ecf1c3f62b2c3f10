using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Segue.Benchmarks;

/// <summary>The provider that every recorded benchmark runs under: AlwaysOn, batch processor, an exporter that does nothing.</summary>
internal sealed class Recording : IDisposable
{
    internal static readonly ActivitySource Raw = new("Benchmarks.Raw");

    private readonly TracerProvider _provider;

    internal Recording(params string[] sources) => _provider = Sdk.CreateTracerProviderBuilder()
        .AddSource(sources)
        .SetSampler(new AlwaysOnSampler())
        .AddProcessor(new BatchActivityExportProcessor(new NullExporter()))
        .Build();

    public void Dispose() => _provider.Dispose();

    private sealed class NullExporter : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch) => ExportResult.Success;
    }
}
