using Demo;
using Demo.Legacy;
using OpenTracing.Util;
using Segue;
using Segue.Shim;

using var tracing = SegueTracing.Start(options => options.ServiceName = "demo-storefront");
GlobalTracer.Register(new OpenTracingShim());

var parent = new ParentProcess();
using var storefront = new Storefront(() => parent.Neighbour);
var serving = storefront.ServeAsync();
ParentProcess.Announce(storefront.Address.AbsoluteUri);
await parent.Gone;
await storefront.StopAsync();
await serving;
