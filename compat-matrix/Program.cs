using Segue.CompatMatrix;

return new MatrixCommand(Console.Out, Console.Error).Run(args);
