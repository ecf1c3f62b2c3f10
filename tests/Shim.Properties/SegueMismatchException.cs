namespace Segue.Shim.Properties;

/// <summary>What was observed is not what the rulings ask for.</summary>
public sealed class SegueMismatchException : Exception
{
    public SegueMismatchException()
    {
    }

    public SegueMismatchException(string message)
        : base(message)
    {
    }

    public SegueMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
