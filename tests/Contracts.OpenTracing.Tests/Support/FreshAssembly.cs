using System.Reflection;
using System.Runtime.Loader;
using OpenTracing;

namespace Segue.Contracts.OpenTracing.Tests.Support;

/// <summary>Loads the assembly once more, so that its statics are as a new process finds them.</summary>
internal static class FreshAssembly
{
    public static Assembly Load() => new AssemblyLoadContext("fresh").LoadFromAssemblyPath(typeof(ITracer).Assembly.Location);

    public static Type Load(Type type) => Load().GetType(type.FullName);
}
