using Segue.Propagation;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Setup;

[TestClass]
public class PropagationSettingsTests : SdkTestBase
{
    private const string AllRead = "TraceContext Datadog B3 B3Multi Jaeger OtTracer Baggage";
    private const string UsuallyWritten = "TraceContext Baggage Datadog";

    [TestMethod]
    public void Resolve_NothingSet_IsTheDefault()
    {
        var settings = Resolve();

        Assert.AreEqual($"{AllRead} | {UsuallyWritten}", Text(settings));
        Assert.AreEqual("Continue False * *", string.Join(" ", settings.Behavior, settings.ExtractFirst, settings.PropagateTo.Single(), settings.PropagateBaggageTo.Single()));
    }

    [TestMethod]
    [DataRow("DD_TRACE_PROPAGATION_STYLE", "Datadog, TraceContext", "Datadog TraceContext | Datadog TraceContext")]
    [DataRow("DD_TRACE_PROPAGATION_STYLE", "b3", "B3Multi | B3Multi")]
    [DataRow("DD_TRACE_PROPAGATION_STYLE", "B3 single header,b3multi,w3c,,baggage,b3", "B3 B3Multi TraceContext Baggage | B3 B3Multi TraceContext Baggage")]
    [DataRow("DD_TRACE_PROPAGATION_STYLE", "NONE", " | ")]
    [DataRow("DD_TRACE_PROPAGATION_STYLE", "none,datadog", "Datadog | Datadog")]
    [DataRow("DD_TRACE_PROPAGATION_STYLE", " , ", AllRead + " | " + UsuallyWritten)]
    [DataRow("DD_TRACE_PROPAGATION_STYLE_EXTRACT", "jaeger", "Jaeger | " + UsuallyWritten)]
    [DataRow("DD_TRACE_PROPAGATION_STYLE_INJECT", "ottrace", AllRead + " | OtTracer")]
    [DataRow("DD_TRACE_PROPAGATION_STYLE_EXTRACT", "none", " | " + UsuallyWritten)]
    [DataRow("OTEL_PROPAGATORS", "b3", "B3 | B3")]
    [DataRow("OTEL_PROPAGATORS", "tracecontext,baggage,b3multi,jaeger,ottrace", "TraceContext Baggage B3Multi Jaeger OtTracer | TraceContext Baggage B3Multi Jaeger OtTracer")]
    [DataRow("OTEL_PROPAGATORS", "none", " | ")]
    [DataRow("JAEGER_PROPAGATION", "jaeger", "Jaeger | Jaeger")]
    [DataRow("JAEGER_PROPAGATION", "b3,w3c", "B3Multi TraceContext Baggage | B3Multi TraceContext Baggage")]
    public void Resolve_Variable_NamesTheStyles(string name, string value, string expected)
    {
        Variables[name] = value;

        Assert.AreEqual(expected, Text(Resolve()));
    }

    [TestMethod]
    public void Resolve_SeveralVariables_TheMoreSpecificWins()
    {
        Variables["JAEGER_PROPAGATION"] = "jaeger";
        Assert.AreEqual("Jaeger | Jaeger", Text(Resolve()));
        Variables["OTEL_PROPAGATORS"] = "b3";
        Assert.AreEqual("B3 | B3", Text(Resolve()));
        Variables["DD_TRACE_PROPAGATION_STYLE"] = "datadog";
        Assert.AreEqual("Datadog | Datadog", Text(Resolve()));
        Variables["DD_TRACE_PROPAGATION_STYLE_EXTRACT"] = "tracecontext";
        Assert.AreEqual("TraceContext | Datadog", Text(Resolve()));
        Variables["DD_TRACE_PROPAGATION_STYLE_INJECT"] = "baggage";
        Assert.AreEqual("TraceContext | Baggage", Text(Resolve()));
        Assert.AreEqual("B3 | OtTracer", Text(Resolve(options =>
        {
            options.Extract.Add(PropagationStyle.B3);
            options.Inject.Add(PropagationStyle.OtTracer);
        })));
    }

    [TestMethod]
    [DataRow("DD_TRACE_PROPAGATION_STYLE", "datadog,xray", "Datadog | Datadog")]
    [DataRow("OTEL_PROPAGATORS", "xray", AllRead + " | " + UsuallyWritten)]
    [DataRow("JAEGER_PROPAGATION", "datadog", AllRead + " | " + UsuallyWritten)]
    [DataRow("DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT", "reset", AllRead + " | " + UsuallyWritten)]
    [DataRow("DD_TRACE_PROPAGATION_EXTRACT_FIRST", "perhaps", AllRead + " | " + UsuallyWritten)]
    public void Resolve_UnknownName_IsSaidWithTheAcceptedOnes(string name, string value, string expected)
    {
        Expect("BadSetting");
        Variables[name] = value;

        Assert.AreEqual(expected, Text(Resolve()));

        var said = Log.Written.Single(line => line.StartsWith("BadSetting", StringComparison.Ordinal));
        StringAssert.Contains(said, name);
        StringAssert.Contains(said, value.Split(',')[^1]);
    }

    [TestMethod]
    [DataRow("DD_TRACE_PROPAGATION_STYLE", "datadog, tracecontext, baggage, b3multi, b3 (the same), b3 single header, jaeger, ottrace, none")]
    [DataRow("DD_TRACE_PROPAGATION_STYLE_EXTRACT", "datadog, tracecontext, baggage, b3multi, b3 (the same), b3 single header, jaeger, ottrace, none")]
    [DataRow("DD_TRACE_PROPAGATION_STYLE_INJECT", "datadog, tracecontext, baggage, b3multi, b3 (the same), b3 single header, jaeger, ottrace, none")]
    [DataRow("OTEL_PROPAGATORS", "tracecontext, baggage, b3, b3multi, jaeger, ottrace, datadog, none")]
    [DataRow("JAEGER_PROPAGATION", "jaeger, b3, w3c, none")]
    public void Resolve_UnknownName_NamesWhatThatVariableAccepts(string name, string accepted)
    {
        Expect("BadSetting");
        Variables[name] = "xray";
        Resolve();

        Assert.AreEqual($"BadSetting: {name} | xray | {accepted}", Log.Written.Single(line => line.StartsWith("BadSetting", StringComparison.Ordinal)));

        foreach (var each in accepted.Replace(" (the same)", "", StringComparison.Ordinal).Split(", "))
        {
            Variables[name] = each;
            Resolve();
        }

        Assert.AreEqual(1, Log.Count("BadSetting"), "each of them is understood");
    }

    [TestMethod]
    [DataRow("OTEL_PROPAGATORS", "b3 single header")]
    [DataRow("JAEGER_PROPAGATION", "datadog")]
    [DataRow("JAEGER_PROPAGATION", "tracecontext")]
    [DataRow("JAEGER_PROPAGATION", "b3multi")]
    public void Resolve_NameOfAnotherVariable_IsNotUnderstood(string name, string value)
    {
        Expect("BadSetting");
        Variables[name] = value;
        Resolve();

        Assert.AreEqual(1, Log.Count("BadSetting"));
    }

    [TestMethod]
    public void Resolve_UnknownNameOnly_TheNextVariableCounts()
    {
        Expect("BadSetting");
        Variables["DD_TRACE_PROPAGATION_STYLE"] = "xray";
        Variables["OTEL_PROPAGATORS"] = "b3";

        Assert.AreEqual("B3 | B3", Text(Resolve()));
    }

    [TestMethod]
    [DataRow("continue", ExtractBehavior.Continue)]
    [DataRow("Restart", ExtractBehavior.Restart)]
    [DataRow(" ignore ", ExtractBehavior.Ignore)]
    public void Resolve_Behavior_IsRead(string value, ExtractBehavior expected)
    {
        Variables["DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT"] = value;
        Variables["DD_TRACE_PROPAGATION_EXTRACT_FIRST"] = "1";

        Assert.AreEqual(expected, Resolve().Behavior);
        Assert.IsTrue(Resolve().ExtractFirst);
    }

    [TestMethod]
    [DataRow(Fleet.None, AllRead + " | " + UsuallyWritten)]
    [DataRow(Fleet.Datadog, AllRead + " | " + UsuallyWritten)]
    [DataRow(Fleet.Jaeger, AllRead + " | " + UsuallyWritten + " Jaeger")]
    [DataRow(Fleet.B3, AllRead + " | " + UsuallyWritten + " B3Multi")]
    [DataRow(Fleet.OtTracer, AllRead + " | " + UsuallyWritten + " OtTracer")]
    public void Resolve_Fleet_AddsItsStyle(Fleet fleet, string expected) => Assert.AreEqual(expected, Text(Resolve(options => options.Fleet = fleet)));

    [TestMethod]
    public void Resolve_FleetWithStyles_IsAddedToBothLists()
    {
        Variables["DD_TRACE_PROPAGATION_STYLE"] = "tracecontext";

        Assert.AreEqual("TraceContext Jaeger | TraceContext Jaeger", Text(Resolve(options => options.Fleet = Fleet.Jaeger)));
    }

    [TestMethod]
    public void Resolve_FleetThatIsNone_Throws() => StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Resolve(options => options.Fleet = (Fleet)9)).Message, "OtTracer");

    [TestMethod]
    public void Resolve_Hosts_StarGoesOnceThereIsAnother()
    {
        var settings = Resolve(options =>
        {
            options.PropagateTo.Add("*.internal");
            options.PropagateBaggageTo.Clear();
        });

        Assert.AreEqual("*.internal", settings.PropagateTo.Single());
        Assert.IsEmpty(settings.PropagateBaggageTo);
    }

    [TestMethod]
    public void Create_StyleThatIsNone_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Resolve(options => options.Extract.Add((PropagationStyle)9)).Create());

    private static PropagationSettings Resolve(Action<SegueOptions>? configure = null)
    {
        var options = new SegueOptions();
        configure?.Invoke(options);
        return EnvironmentOptions.Resolve(options).Propagation;
    }

    private static string Text(PropagationSettings settings) => string.Join(" ", settings.Extract) + " | " + string.Join(" ", settings.Inject);
}
