#region using
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
#endregion

namespace Segue.Hosting.Tests.Docs;

internal static class HostedApplication
{
    internal static WebApplication Build(string[] args)
    {
        #region code
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSegue();
        builder.Services.AddOpenTracingShim();
        builder.Logging.AddTraceCorrelation();

        var app = builder.Build();
        app.MapHealthChecks("/health");
        #endregion
        return app;
    }
}
