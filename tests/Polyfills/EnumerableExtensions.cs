// Members of the framework's types that tests use, for frameworks that predate them.
namespace System.Linq;

internal static class EnumerableExtensions
{
    internal static IEnumerable<(TFirst First, TSecond Second)> Zip<TFirst, TSecond>(this IEnumerable<TFirst> first, IEnumerable<TSecond> second) =>
        first.Zip(second, (left, right) => (left, right));

    internal static IEnumerable<T> Order<T>(this IEnumerable<T> items) => items.OrderBy(item => item);

    internal static IEnumerable<T> Order<T>(this IEnumerable<T> items, IComparer<T> comparer) => items.OrderBy(item => item, comparer);
}
