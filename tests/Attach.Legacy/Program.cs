using System.Diagnostics;
using Legacy;

// Each argument is a step, taken in order; each says on standard output what came of it.
foreach (var step in args)
{
    var parts = step.Split('=', 2);
    var value = parts.Length > 1 ? parts[1] : "";
    switch (parts[0])
    {
        case "runtime": Console.WriteLine("runtime " + Environment.Version); break;
        case "exit": return int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        case "echo": Console.WriteLine("echo " + Console.In.ReadLine()); break;
        case "throw": throw new InvalidOperationException("thrown by the application");
        case "variable": Console.WriteLine($"{value} {Environment.GetEnvironmentVariable(value)}"); break;
        case "loaded": Console.WriteLine($"{value} {AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == value)}"); break;
        case "version": Console.WriteLine($"{value} {FileVersion(value)}"); break;
        case "location": Console.WriteLine($"{value} {AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == value)?.Location}"); break;
        case "uptime": Console.WriteLine("uptime " + (DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalMilliseconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture)); break;
        case "until-term": Signals.Wait(); break;
        default: await Tracing.TakeAsync(parts[0], value); break;
    }
}

return 0;

static string FileVersion(string name)
{
    var file = (System.Reflection.AssemblyFileVersionAttribute?)Attribute.GetCustomAttribute(System.Reflection.Assembly.Load(name), typeof(System.Reflection.AssemblyFileVersionAttribute));
    return file?.Version ?? "none";
}
