using System.Diagnostics;
using OpenTelemetry;
using Segue.Shim;
using Segue.TestKit;

namespace Segue.MixedApi;

/// <summary>Spans of the three APIs inside one another, in every order: parent, scope restore and baggage.</summary>
[TestClass]
public class NestingTests
{
    private const string Apis = "NSO";

    private readonly OpenTracingShim _shim = new();
    private RecordedSpans _spans = null!;

    /// <summary>N = native, S = shim, O = OpenTelemetry.</summary>
    public static IEnumerable<object[]> Orders
    {
        get
        {
            yield return ["NSOSN"];
            yield return ["SNOSNOS"];
            foreach (var a in Apis)
            {
                foreach (var b in Apis)
                {
                    foreach (var c in Apis) yield return [$"{a}{b}{c}"];
                }
            }
        }
    }

    [TestInitialize]
    public void SetUp()
    {
        Activity.Current = null;
        Baggage.Current = default;
        _spans = new RecordedSpans();
    }

    [TestCleanup]
    public void TearDown() => _spans.Dispose();

    [TestMethod]
    [DynamicData(nameof(Orders))]
    public void Open_EachInsideTheFormer_ParentIsTheFormer(string order)
    {
        Nest(order, (_, _) => { });

        var byName = _spans.Finished.ToDictionary(span => span.DisplayName);
        Assert.AreEqual(default, byName["0"].ParentSpanId);
        for (var i = 1; i < order.Length; i++) Assert.AreEqual(byName[$"{i - 1}"].SpanId, byName[$"{i}"].ParentSpanId, $"level {i}");
        Assert.HasCount(order.Length, _spans.Finished);
    }

    [TestMethod]
    [DynamicData(nameof(Orders))]
    public void Close_EachInTurn_RestoresTheFormerForEveryApi(string order)
    {
        var opened = new Stack<ActivitySpanId>();

        Nest(order, (_, isOpening) =>
        {
            if (isOpening) opened.Push(Activity.Current!.SpanId);
            else opened.Pop();

            var expected = opened.Count == 0 ? null : opened.Peek().ToHexString();
            Assert.AreEqual(expected, Activity.Current?.SpanId.ToHexString());
            Assert.AreEqual(expected, _shim.ActiveSpan?.Context.SpanId);
            Assert.AreEqual(expected is null ? 0UL : Convert.ToUInt64(expected, 16), Tracer.Instance.ActiveScope?.Span.SpanId ?? 0);
        });

        Assert.IsNull(Activity.Current);
        Assert.IsNull(_shim.ScopeManager.Active);
        Assert.IsNull(Tracer.Instance.ActiveScope);
    }

    [TestMethod]
    [DynamicData(nameof(Orders))]
    public void SetBaggage_AtAnyLevel_IsSeenBelowByEveryApiAndGoneAfterIt(string order)
    {
        var level = 0;
        Nest(order, (api, isOpening) =>
        {
            if (!isOpening)
            {
                level--;
                return;
            }

            // Only the shim and OpenTelemetry have a way to write baggage.
            if (api == 'S') _shim.ActiveSpan.SetBaggageItem($"k{level}", "v");
            else if (api == 'O') Baggage.SetBaggage($"k{level}", "v");
            level++;
            for (var i = 0; i < level; i++)
            {
                var expected = order[i] == 'N' ? null : "v";
                Assert.AreEqual(expected, Baggage.GetBaggage($"k{i}"), $"ambient k{i} at {level}");
                Assert.AreEqual(expected, _shim.BuildSpan("probe").Start().GetBaggageItem($"k{i}"), $"shim k{i} at {level}");
                Assert.AreEqual(expected, Injected($"k{i}"), $"native k{i} at {level}");
            }
        });
    }

    [TestMethod]
    public void Error_InEachApi_StaysOnItsOwnSpan()
    {
        using (Tracer.Instance.StartActive("native"))
        using (var scope = _shim.BuildSpan("legacy").StartActive())
        using (Some.Source.StartActivity("otel"))
        {
            scope.Span.SetTag("error", true);
        }

        Assert.AreEqual(ActivityStatusCode.Error, _spans.Single("legacy").Status);
        Assert.AreEqual(ActivityStatusCode.Unset, _spans.Single("native").Status);
        Assert.AreEqual(ActivityStatusCode.Unset, _spans.Single("otel").Status);
    }

    private static string? Injected(string key)
    {
        var headers = new Dictionary<string, string>();
        using var span = Tracer.Instance.StartSpan("probe");
        new SpanContextInjector().Inject(headers, (h, k, v) => h[k] = v, span.Context);
        return headers.TryGetValue("baggage", out var baggage) && baggage.Split(',').Contains(key + "=v") ? "v" : null;
    }

    private void Nest(string order, Action<char, bool> atEachBorder, int level = 0)
    {
        if (level == order.Length) return;
        using (Open(order[level], $"{level}"))
        {
            atEachBorder(order[level], true);
            Nest(order, atEachBorder, level + 1);
        }

        atEachBorder(order[level], false);
    }

    private IDisposable Open(char api, string name) => api switch
    {
        'N' => Tracer.Instance.StartActive(name),
        'S' => _shim.BuildSpan(name).StartActive(),
        _ => Some.Source.StartActivity(name)!,
    };
}
