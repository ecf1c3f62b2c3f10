using System.Reflection;

namespace Segue.Contracts.OpenTracing.Tests.Support;

/// <summary>Implements an interface by writing down every call as <c>Name(type value, ...)</c>.</summary>
/// <remarks>Calls return <see langword="null"/>, the default, or what <see cref="Result"/> gives.</remarks>
public class CallRecorder : DispatchProxy
{
    public List<string> Calls { get; } = [];

    public Func<MethodInfo, object> Result { get; set; }

    public static T Create<T>(out CallRecorder recorder)
        where T : class
    {
        var proxy = Create<T, CallRecorder>();
        recorder = (CallRecorder)(object)proxy;
        return proxy;
    }

    protected override object Invoke(MethodInfo targetMethod, object[] args)
    {
        var types = targetMethod.GetParameters().Select(parameter => parameter.ParameterType.Name);
        Calls.Add($"{targetMethod.Name}({string.Join(", ", types.Zip(args, (type, value) => $"{type} {value ?? "null"}"))})");

        var result = Result?.Invoke(targetMethod);
        var type = targetMethod.ReturnType;
        return result ?? (type.IsValueType && type != typeof(void) ? Activator.CreateInstance(type) : null);
    }
}
