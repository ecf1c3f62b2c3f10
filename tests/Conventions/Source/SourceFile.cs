namespace Segue.Conventions.Source;

/// <summary>One file of the repository; its path is relative to the root, with slashes.</summary>
internal sealed class SourceFile(string path, string text)
{
    private string? _code;
    private IReadOnlyList<TypeDeclaration>? _types;

    internal string Path { get; } = path;

    internal string Name => System.IO.Path.GetFileName(Path);

    internal string Text { get; } = text;

    /// <summary>The text without comments and literals, line by line as it was.</summary>
    internal string Code => _code ??= CSharpText.CodeOnly(Text);

    internal IReadOnlyList<TypeDeclaration> Types => _types ??= TypeDeclaration.In(Code);

    internal int LineCount => Text.Length == 0 ? 0 : Text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    internal bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    internal string At(int position, string what) => $"{Path}:{Text.AsSpan(0, position).Count('\n') + 1}: {what}";
}
