using System.Collections;
using OpenTracing.Propagation;

namespace Segue.Contracts.OpenTracing.Tests.Propagation;

[TestClass]
public class TextMapAdapterTests
{
    [TestMethod]
    public void InjectSet_KeyPresent_Overwrites()
    {
        var dictionary = new Dictionary<string, string> { ["key"] = "old" };

        new TextMapInjectAdapter(dictionary).Set("key", "new");

        Assert.AreEqual("new", dictionary["key"]);
    }

    [TestMethod]
    public void InjectSet_KeyAbsent_Adds()
    {
        var dictionary = new Dictionary<string, string>();

        new TextMapInjectAdapter(dictionary).Set("key", "value");

        Assert.AreEqual("value", dictionary["key"]);
    }

    [TestMethod]
    public void InjectSet_NullKey_ThrowsWhatDictionaryThrows()
    {
        var adapter = new TextMapInjectAdapter(new Dictionary<string, string>());

        void Act() => adapter.Set(null, "value");

        Assert.ThrowsExactly<ArgumentNullException>(Act);
    }

    [TestMethod]
    public void InjectSet_NullDictionary_ThrowsNullReference()
    {
        var adapter = new TextMapInjectAdapter(null);

        void Act() => adapter.Set("key", "value");

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void InjectGetEnumerator_Generic_ThrowsOnCall()
    {
        var adapter = new TextMapInjectAdapter(new Dictionary<string, string>());

        void Act() => adapter.GetEnumerator();

        AssertNames(Assert.ThrowsExactly<NotSupportedException>(Act), nameof(TextMapInjectAdapter), "Inject");
    }

    [TestMethod]
    public void InjectGetEnumerator_NonGeneric_ThrowsOnCall()
    {
        IEnumerable adapter = new TextMapInjectAdapter(new Dictionary<string, string>());

        void Act() => adapter.GetEnumerator();

        AssertNames(Assert.ThrowsExactly<NotSupportedException>(Act), nameof(TextMapInjectAdapter), "Inject");
    }

    [TestMethod]
    public void ExtractGetEnumerator_Generic_SeesLaterEntries()
    {
        var dictionary = new Dictionary<string, string>();
        var adapter = new TextMapExtractAdapter(dictionary);

        dictionary["key"] = "value";

        CollectionAssert.AreEqual(dictionary.ToArray(), adapter.ToArray());
    }

    [TestMethod]
    public void ExtractGetEnumerator_NonGeneric_SeesLaterEntries()
    {
        var dictionary = new Dictionary<string, string>();
        IEnumerable adapter = new TextMapExtractAdapter(dictionary);

        dictionary["key"] = "value";

        CollectionAssert.AreEqual(dictionary.ToArray(), adapter.Cast<KeyValuePair<string, string>>().ToArray());
    }

    [TestMethod]
    public void ExtractGetEnumerator_NullDictionary_ThrowsNullReference()
    {
        var adapter = new TextMapExtractAdapter(null);

        void Act() => adapter.GetEnumerator();

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void ExtractSet_Always_Throws()
    {
        var adapter = new TextMapExtractAdapter(new Dictionary<string, string>());

        void Act() => adapter.Set("key", "value");

        AssertNames(Assert.ThrowsExactly<NotSupportedException>(Act), nameof(TextMapExtractAdapter), "Extract");
    }

    private static void AssertNames(Exception exception, string type, string operation)
    {
        Assert.Contains(type, exception.Message);
        Assert.Contains(operation, exception.Message.Replace(type, string.Empty, StringComparison.Ordinal));
    }
}
