using Segue.Processing;

namespace Segue.Sdk.Tests.Processing;

[TestClass]
public class SpanRingTests
{
    [TestMethod]
    [DataRow(1, 2)]
    [DataRow(16, 16)]
    [DataRow(17, 32)]
    public void Capacity_Any_IsRoundedUpToAPowerOfTwo(int asked, int expected) => Assert.AreEqual(expected, new SpanRing(asked).Capacity);

    [TestMethod]
    public void TryTake_SeveralRounds_InOrder()
    {
        var ring = new SpanRing(4);
        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < 3; i++) Assert.IsTrue(ring.TryAdd(round + "." + i, out _));
            for (var i = 0; i < 3; i++)
            {
                Assert.IsTrue(ring.TryTake(out var item));
                Assert.AreEqual(round + "." + i, item);
            }

            Assert.IsFalse(ring.TryTake(out _));
        }
    }

    [TestMethod]
    public void TryAdd_Full_RefusesTheNewestUntilThereIsRoom()
    {
        var ring = new SpanRing(2);
        Assert.IsTrue(ring.TryAdd("a", out _) && ring.TryAdd("b", out _));

        Assert.IsFalse(ring.TryAdd("c", out _));
        ring.TryTake(out var first);
        Assert.IsTrue(ring.TryAdd("d", out var position));

        Assert.AreEqual("a", first);
        Assert.AreEqual(2, position);
    }

    [TestMethod]
    public void Close_WhatWasAccepted_CanStillBeTaken()
    {
        var ring = new SpanRing(4);
        ring.TryAdd("a", out _);

        ring.Close();
        ring.Close();

        Assert.IsTrue(ring.IsClosed);
        Assert.IsFalse(ring.TryAdd("b", out _));
        Assert.AreEqual(1, ring.Tail);
        Assert.IsTrue(ring.TryTake(out _));
        Assert.AreEqual(ring.Tail, ring.Head);
    }

    [TestMethod]
    public void TryAdd_FourThreadsWhileItIsClosed_EveryAcceptedItemIsTakenOnceAndInTheOrderOfItsThread()
    {
        var ring = new SpanRing(256);
        var accepted = new int[4];
        var threads = Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            while (!ring.IsClosed)
            {
                if (ring.TryAdd((number, accepted[number]), out _)) accepted[number]++;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        var taken = new int[4];
        while (taken.Sum() < 100_000 || !ring.IsClosed || ring.Head < ring.Tail)
        {
            if (taken.Sum() >= 100_000) ring.Close();
            if (!ring.TryTake(out var item)) continue;
            var (number, value) = ((int, int))item;
            Assert.AreEqual(taken[number]++, value);
        }

        threads.ForEach(thread => thread.Join());
        CollectionAssert.AreEqual(accepted, taken);
    }
}
