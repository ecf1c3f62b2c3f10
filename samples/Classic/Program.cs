using System;
using System.Net.Http;
using OpenTracing.Util;
using Segue;
using Segue.Propagation;
using Segue.Shim;

namespace Classic;

internal static class Program
{
    private static void Main()
    {
        using (SegueTracing.Start(options => options.ServiceName = "classic"))
        {
            GlobalTracer.Register(new OpenTracingShim());
            using (var warehouse = new Warehouse())
            using (var client = new HttpClient(new TracePropagationHandler(new HttpClientHandler())))
            {
                new OrderService(client, warehouse.Address).Place("17");
                Console.WriteLine("The warehouse was asked within the same trace: " + warehouse.SawTheTrace);
            }
        }
    }
}
