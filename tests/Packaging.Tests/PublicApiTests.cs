using System.Reflection;

namespace Segue.Packaging.Tests;

/// <summary>
/// Every public member is in a list that a person looks at: PublicApi/{package}.txt.
/// After a change that is meant, <c>SEGUE_UPDATE_PUBLIC_API=true dotnet test tests/Packaging.Tests --filter PublicApi</c> writes the lists anew.
/// </summary>
[TestClass]
public class PublicApiTests
{
    private const string Switch = "SEGUE_UPDATE_PUBLIC_API";

    [TestMethod]
    public void PublicApi_OfEachLibrary_IsAsListed()
    {
        var differences = new List<string>();
        foreach (var package in PackedSolution.Packages.Where(package => package.Libraries.Any()))
        {
            var actual = PublicApi.Of(Assembly.Load(package.Id)).ToArray();
            var file = Path.Combine(PackedSolution.Root, "tests", "Packaging.Tests", "PublicApi", package.Id + ".txt");
            if (Environment.GetEnvironmentVariable(Switch) == "true") File.WriteAllText(file, string.Join("\n", actual) + "\n");
            var listed = File.Exists(file) ? File.ReadAllLines(file) : [];
            differences.AddRange(Differences(package.Id, listed, actual));
        }

        Assert.AreEqual("", string.Join("\n", differences), $"\nIf that is meant, run with {Switch}=true, look at what changed, and commit it.");
    }

    [TestMethod]
    public void PublicApi_EachList_IsOfAPackage()
    {
        var lists = Directory.EnumerateFiles(Path.Combine(PackedSolution.Root, "tests", "Packaging.Tests", "PublicApi"), "*.txt").Select(Path.GetFileNameWithoutExtension);
        CollectionAssert.AreEquivalent(PackedSolution.Packages.Where(package => package.Libraries.Any()).Select(package => package.Id).ToArray(), lists.ToArray());
    }

    [TestMethod]
    public void Of_ThisAssembly_ListsMembersWithTheirTypes()
    {
        var lines = PublicApi.Of(typeof(PublicApiTests).Assembly).ToArray();
        var at = Array.IndexOf(lines, "sealed class Segue.Packaging.Tests.PublicApiTests.Example : System.IDisposable");
        CollectionAssert.AreEqual(
            new[]
            {
                "  const int Limit = 3",
                "  ctor(string? name = null)",
                "  sealed override string ToString()",
                "  static T[] Sort<T>(System.Collections.Generic.IEnumerable<string?> names, out int? count)",
                "  string? Name { get; init; }",
                "  void Dispose()",
            },
            lines.Skip(at + 1).TakeWhile(line => line.StartsWith(' ')).ToArray());
    }

    [TestMethod]
    public void Differences_LineGoneAndLineNew_AreBothTold() =>
        Assert.AreEqual("X lacks   b; X has also   c", string.Join("; ", Differences("X", ["  a", "  b"], ["  a", "  c"])));

    // A member line alone does not say whose it is; with the place of its type it does.
    private static IEnumerable<string> Differences(string package, string[] listed, string[] actual)
    {
        foreach (var line in Placed(listed).Except(Placed(actual))) yield return $"{package} lacks {line}";
        foreach (var line in Placed(actual).Except(Placed(listed))) yield return $"{package} has also {line}";
    }

    private static IEnumerable<string> Placed(string[] lines)
    {
        var type = "";
        foreach (var line in lines)
        {
            if (line.StartsWith(' ')) yield return type + line;
            else yield return type = line;
        }
    }

    public sealed class Example(string? name = null) : IDisposable
    {
        public const int Limit = 3;

        public string? Name { get; init; } = name;

        public static T[] Sort<T>(IEnumerable<string?> names, out int? count)
        {
            count = null;
            return [];
        }

        public sealed override string ToString() => "";

        public void Dispose()
        {
        }
    }
}
