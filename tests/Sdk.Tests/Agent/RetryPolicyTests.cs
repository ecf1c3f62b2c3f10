using Segue.Agent;

namespace Segue.Sdk.Tests.Agent;

[TestClass]
public class RetryPolicyTests
{
    [TestMethod]
    public void Constants_Pinned()
    {
        var policy = new RetryPolicy();
        Assert.AreEqual("2147483647 00:05:00 3 00:00:00.1000000 00:00:05", string.Join(" ", policy.Tries, policy.Patience, RetryPolicy.HurriedTries, policy.FirstPause, policy.LongestPause));
    }

    [TestMethod]
    [DataRow(1, 1.0, 100)]
    [DataRow(2, 1.0, 200)]
    [DataRow(4, 1.0, 800)]
    [DataRow(7, 1.0, 5000)]
    [DataRow(1000, 1.0, 5000)]
    [DataRow(1, 0.0, 50)]
    [DataRow(3, 0.5, 300)]
    public void PauseAfter_Failed_DoublesUpToTheLongestTimesJitter(int failed, double drawn, int milliseconds) =>
        Assert.AreEqual(TimeSpan.FromMilliseconds(milliseconds), new RetryPolicy { Draw = () => drawn }.PauseAfter(failed));
}
