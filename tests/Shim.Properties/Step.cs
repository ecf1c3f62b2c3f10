using FsCheck;
using FsCheck.Fluent;

namespace Segue.Shim.Properties;

internal enum Do
{
    Start,
    StartActive,
    Activate,
    ActivateNull,
    Dispose,
    DisposeInnermost,
    DisposeTwice,
    DisposeInTask,
    Finish,
    FinishActive,
    Tag,
    SetBaggage,
    Await,
    NativeStart,
    NativeStop,
    Fork,
}

/// <summary>One command of a program. Flow and target are taken modulo what exists, so that every sequence is a program and can be shrunk.</summary>
internal readonly record struct Step(Do What, int Flow, int Target, int Option, int Thread)
{
    private static readonly (int Weight, Gen<Do> Value)[] _weights =
    [
        (4, Gen.Constant(Do.Start)), (8, Gen.Constant(Do.StartActive)), (4, Gen.Constant(Do.Activate)), (1, Gen.Constant(Do.ActivateNull)),
        (5, Gen.Constant(Do.Dispose)), (4, Gen.Constant(Do.DisposeInnermost)), (1, Gen.Constant(Do.DisposeTwice)), (2, Gen.Constant(Do.DisposeInTask)),
        (2, Gen.Constant(Do.Finish)), (1, Gen.Constant(Do.FinishActive)), (1, Gen.Constant(Do.Tag)), (2, Gen.Constant(Do.SetBaggage)),
        (2, Gen.Constant(Do.Await)), (3, Gen.Constant(Do.NativeStart)), (3, Gen.Constant(Do.NativeStop)), (1, Gen.Constant(Do.Fork)),
    ];

    private static readonly Gen<Step> _one =
        from what in Gen.Frequency(_weights)
        from flow in Gen.Choose(0, 59)
        from target in Gen.Choose(0, 999)
        from option in Gen.Choose(0, 59)
        from thread in Gen.Choose(0, 1)
        select new Step(what, flow, target, option, thread);

    internal static Arbitrary<Step[]> Programs { get; } = Arb.From(
        from length in Gen.Choose(1, 60)
        from steps in Gen.ArrayOf(_one, length)
        select steps,
        Shrink);

    private static IEnumerable<Step[]> Shrink(Step[] program)
    {
        for (var size = program.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= program.Length; at += size) yield return [.. program[..at], .. program[(at + size)..]];
        }

        for (var at = 0; at < program.Length; at++)
        {
            var step = program[at];
            foreach (var simpler in new[] { step with { Flow = 0 }, step with { Target = 0 }, step with { Option = 0 }, step with { Thread = 0 }, step with { Target = step.Target / 2 } })
            {
                if (simpler != step) yield return [.. program[..at], simpler, .. program[(at + 1)..]];
            }
        }
    }
}
