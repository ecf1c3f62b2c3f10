using System.Globalization;

namespace Segue.CompatMatrix.Running;

/// <summary>Assertions whose reasons never contain an id, a time or anything else that differs between runs.</summary>
internal static class Expect
{
    internal static void That(bool condition, string otherwise)
    {
        if (!condition) throw new CaseFailure(otherwise);
    }

    internal static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual)) throw new CaseFailure(Difference(expected, actual, what));
    }

    /// <summary>Compares values that must not be shown, since they differ between runs.</summary>
    internal static void SameValue<T>(T expected, T actual, string what) =>
        That(EqualityComparer<T>.Default.Equals(expected, actual), $"{what} is not as expected");

    internal static void SameObject(object? expected, object? actual, string what) =>
        That(ReferenceEquals(expected, actual), actual is null ? $"{what} is null" : $"{what} is another object");

    /// <summary>Looks for a part of a header that is null where there is none.</summary>
    internal static void Contains(string part, string? header, string otherwise) => That(header?.Contains(part, StringComparison.Ordinal) == true, otherwise);

    internal static void EndsWith(string end, string? header, string otherwise) => That(header?.EndsWith(end, StringComparison.Ordinal) == true, otherwise);

    internal static void StartsWith(string start, string? header, string otherwise) => That(header?.StartsWith(start, StringComparison.Ordinal) == true, otherwise);

    internal static void Null(object? actual, string what) => That(actual is null, $"{what} is not null");

    internal static T NotNull<T>(T? actual, string what)
        where T : class => actual ?? throw new CaseFailure($"{what} is null");

    /// <summary>Runs what must not throw.</summary>
    internal static void Quiet(Action action, string what)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is not CaseFailure)
        {
            throw new CaseFailure($"{what} threw {e.GetType().Name}");
        }
    }

    internal static void Throws<T>(Action action, string what)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            That(e is T, $"{what} threw {e.GetType().Name}, not {typeof(T).Name}");
            return;
        }

        throw new CaseFailure($"{what} did not throw {typeof(T).Name}");
    }

    private static string Difference(object? expected, object? actual, string what)
    {
        // The type is worth a word only where the values look the same without it.
        var (wanted, seen) = (Show(expected), Show(actual));
        return wanted == seen ? $"{what} is {seen} as {actual?.GetType().Name}, not as {expected?.GetType().Name}" : $"{what} is {seen}, not {wanted}";
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => "\"" + text + "\"",
        bool flag => flag ? "true" : "false",
        Enum name => name.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "a " + value.GetType().Name,
    };
}
