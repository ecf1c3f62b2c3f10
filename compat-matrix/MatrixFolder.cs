namespace Segue.CompatMatrix;

/// <summary>Where the files of the matrix stand.</summary>
internal static class MatrixFolder
{
    internal static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Shim.sln"))) return Path.Combine(folder.FullName, "compat-matrix");
        }

        throw new DirectoryNotFoundException("No folder above this program has a Shim.sln.");
    }
}
