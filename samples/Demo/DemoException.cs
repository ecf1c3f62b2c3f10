namespace Demo;

/// <summary>The demo can't go on; the message says why.</summary>
internal sealed class DemoException(string message) : Exception(message);
