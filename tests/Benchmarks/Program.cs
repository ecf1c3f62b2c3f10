using BenchmarkDotNet.Running;
using Segue.Benchmarks;

if (args is ["scaling"]) Scaling.Run();
else if (args is ["attach"]) AttachCost.Run();
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
