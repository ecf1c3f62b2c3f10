using OpenTracing.Mock;
using OpenTracing.Propagation;
using OpenTracing.Tag;
using OpenTracing.Util;

namespace Legacy;

/// <summary>The steps that use OpenTracing, apart so that the others run without it.</summary>
internal static class Tracing
{
    private static readonly MockTracer _own = new();

    internal static async Task TakeAsync(string step, string value)
    {
        switch (step)
        {
            case "look":
                Console.WriteLine($"registered {GlobalTracer.IsRegistered()} {GlobalTracer.Instance}");
                break;
            case "register":
                GlobalTracer.Register(_own);
                Console.WriteLine("register succeeded");
                break;
            case "if-absent":
                Console.WriteLine("if-absent " + GlobalTracer.RegisterIfAbsent(_own));
                break;
            case "register-other":
                Console.WriteLine("register-other " + Outcome(() => GlobalTracer.Register(new MockTracer())));
                break;
            case "register-null":
                Console.WriteLine("register-null " + Outcome(() => GlobalTracer.Register(null!)));
                break;
            case "register-itself":
                Console.WriteLine("register-itself " + Outcome(() => GlobalTracer.Register(GlobalTracer.Instance)));
                break;
            case "register-hot":
                RegisterOften();
                break;
            case "span":
                using (GlobalTracer.Instance.BuildSpan("work").StartActive()) Console.WriteLine("span " + GlobalTracer.Instance.ActiveSpan.Context.TraceId);
                break;
            case "until-shim":
                for (var i = 0; i < 5000 && !GlobalTracer.Instance.ToString()!.Contains("OpenTracingShim", StringComparison.Ordinal); i++) await Task.Delay(1);
                break;
            case "own-spans":
                Console.WriteLine("own-spans " + _own.FinishedSpans().Count);
                break;
            case "call":
                await CallAsync(new Uri(value));
                break;
            default:
                throw new ArgumentException("There is no step " + step + ".", nameof(step));
        }
    }

    private static async Task CallAsync(Uri address)
    {
        var tracer = GlobalTracer.Instance;
        using var scope = tracer.BuildSpan("legacy.call").WithTag(Tags.SpanKind, Tags.SpanKindClient).StartActive();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var headers = new Dictionary<string, string>();
        tracer.Inject(scope.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
        foreach (var header in headers) request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        using var response = await client.SendAsync(request);
        Console.WriteLine($"called {(int)response.StatusCode} {scope.Span.Context.TraceId} {scope.Span.Context.SpanId}");
    }

    // Long enough for the runtime to compile the caller again with everything that it inlines.
    private static void RegisterOften()
    {
        var taken = 0;
        for (var i = 0; i < 100_000; i++)
        {
            if (GlobalTracer.RegisterIfAbsent(_own)) taken++;
        }

        Console.WriteLine("register-hot " + taken);
    }

    private static string Outcome(Action action)
    {
        try
        {
            action();
            return "succeeded";
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }
}
