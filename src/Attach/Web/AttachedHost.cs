using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Segue.Attach.Web.AttachedHost))]

namespace Segue.Attach.Web;

/// <summary>What ASP.NET Core runs, while it builds a web host, for an assembly that <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c> names.</summary>
/// <remarks>
/// <para>Attaches to the application unless the startup hook did, and fills in ASP.NET Core's server spans.</para>
/// <para>Errors: nothing escapes; the host starts without Segue, and standard error says why.</para>
/// </remarks>
public sealed class AttachedHost : IHostingStartup
{
    /// <summary>Called by ASP.NET Core.</summary>
    /// <param name="builder">The builder of the application's web host.</param>
    public void Configure(IWebHostBuilder builder)
    {
        try
        {
            if (HostAttachment.TryAttach() && builder is not null) Enrich(builder);
        }
        catch (Exception e)
        {
            HostAttachment.Report(e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Enrich(IWebHostBuilder builder) => builder.ConfigureServices(static services => services.AddSegueAspNetCore());
}
