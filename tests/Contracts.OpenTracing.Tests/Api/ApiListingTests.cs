using OpenTracing;

namespace Segue.Contracts.OpenTracing.Tests.Api;

[TestClass]
public class ApiListingTests
{
    [TestMethod]
    public void Assembly_ComparedWithListing_HasNoDifference()
    {
        var expected = Listing.Parse(EmbeddedListing.ReadListing());

        var actual = Listing.Parse(AssemblyText.Print(typeof(ITracer).Assembly));

        Assert.AreEqual(string.Empty, string.Join('\n', ListingComparer.Compare(expected, actual)));
    }

    [TestMethod]
    public void Listing_Parsed_HasAllTypesAndAppendices()
    {
        var text = EmbeddedListing.ReadListing();

        var listing = Listing.Parse(text);

        Assert.HasCount(47, listing.Sections);
    }
}
