using System.Globalization;
using BenchmarkDotNet.Running;
using Segue.Benchmarks;

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;

switch (args.FirstOrDefault())
{
    case "scaling": Scaling.Run(); break;
    case "exit": Load.CompareExits(Number(1, 60_000), Number(2, 3), Number(3, 20)); break;
    case "soak": Load.Soak(Number(1, 100_000), Number(2, 100)); break;
    case "attach": AttachCost.Run(); break;
    case "interleaved": Interleaved.Run(); break;
    case "sink": Sink.Run(); break;
    case "load": Load.RunOne(args[1], args[2], Number(3, 60_000), Number(4, 20)); break;
    default: BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args); break;
}
