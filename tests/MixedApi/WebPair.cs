using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using Segue.Shim;

namespace Segue.MixedApi;

/// <summary>A real web host and a real HttpClient: <c>/work</c> does legacy and native work and calls <c>/echo</c>, which answers with the headers it got.</summary>
internal sealed class WebPair : IAsyncDisposable
{
    private readonly OpenTracingShim _shim = new();
    private readonly WebApplication _app;

    private WebPair(WebApplication app) => _app = app;

    internal HttpClient Client { get; } = new();

    internal string Url => _app.Urls.First();

    /// <summary>Starts after tracing was, as an application does.</summary>
    internal static async Task<WebPair> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var pair = new WebPair(builder.Build());
        pair._app.MapGet("/echo", pair.Echo);
        pair._app.MapGet("/work", pair.WorkAsync);
        pair._app.MapGet("/bare", () => pair.Client.GetStringAsync(pair.Url + "/echo"));
        pair._app.MapGet("/baggage", () => string.Join(" ", Activity.Current!.Baggage.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => item.Key + "=" + item.Value)));
        await pair._app.StartAsync();
        return pair;
    }

    /// <summary>What a request's headers were when they arrived, one line each.</summary>
    internal async Task<Dictionary<string, string>> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url + path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request);
        return Parse(await response.Content.ReadAsStringAsync());
    }

    internal static Dictionary<string, string> Parse(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(": ", 2))
        .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "", StringComparer.OrdinalIgnoreCase);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private string Echo(HttpRequest request)
    {
        using (_shim.BuildSpan("echo.legacy").StartActive(true)) return string.Concat(request.Headers.SelectMany(header => header.Value.Select(value => header.Key + ": " + value + "\n")));
    }

    private async Task<string> WorkAsync()
    {
        using (_shim.BuildSpan("work.first").StartActive(true)) Tracer.Instance.StartActive("work.native").Dispose();
        using (Tracer.Instance.StartActive("work.second"))
        {
            Baggage.SetBaggage("user", "7");
            return await Client.GetStringAsync(Url + "/echo");
        }
    }
}
