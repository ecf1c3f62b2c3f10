using Segue.Diagnostics;
using Segue.TestKit;

namespace Segue.Core.Tests.Diagnostics;

[TestClass]
public class MisuseTests
{
    [TestMethod]
    public void Report_SameKindOften_IsCountedEachTimeAndSaidOnce()
    {
        using var log = new SelfLog();
        using var counters = new Counters();

        for (var i = 0; i < 5; i++) Misuse.Report("only_in_this_test", "detail");

        Assert.AreEqual(5, counters["segue.misuse/only_in_this_test"]);
        SelfLog.Require();
        Assert.AreEqual(1, log.Written.Count(line => line == "Misuse: only_in_this_test | detail"));
    }
}
