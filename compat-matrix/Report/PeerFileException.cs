namespace Segue.CompatMatrix.Report;

/// <summary>A recorded file that can't be used, and what is wrong with it.</summary>
internal sealed class PeerFileException(string file, string problem) : Exception($"peers/{file}: {problem}");
