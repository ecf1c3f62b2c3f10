using Demo;
using Interop.Host;
using OpenTracing.Util;
using Segue;
using Segue.Shim;

// SERVICE AGENT FLEET [EXIT]
using var tracing = SegueTracing.Start(options =>
{
    options.ServiceName = args[0];
    options.Exits.Add(args.Length > 3 ? Enum.Parse<SegueExit>(args[3]) : SegueExit.Datadog);
    options.AgentUri = new Uri(args[1]);
    options.Fleet = Enum.Parse<Fleet>(args[2]);
});
GlobalTracer.Register(new OpenTracingShim());

var parent = new ParentProcess();
using var service = new LegacyService(() => tracing.ForceFlush(TimeSpan.FromSeconds(10)));
var serving = service.ServeAsync();
ParentProcess.Announce(service.Address.AbsoluteUri);
await parent.Gone;
service.Dispose();
await serving;
