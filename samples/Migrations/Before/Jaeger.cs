#region using
using Jaeger;
using Jaeger.Reporters;
using Jaeger.Samplers;
using Jaeger.Senders.Thrift;
using OpenTracing.Util;
#endregion

namespace Migrations.Before;

internal static class JaegerRoot
{
    internal static void Start()
    {
        #region code
        var reporter = new RemoteReporter.Builder()
            .WithSender(new UdpSender("localhost", 6831, 0))
            .Build();
        using var tracer = new Tracer.Builder("shop")
            .WithReporter(reporter)
            .WithSampler(new ConstSampler(true))
            .Build();
        GlobalTracer.Register(tracer);
        #endregion
    }
}
