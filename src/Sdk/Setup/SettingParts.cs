namespace Segue;

/// <summary>Parts of the configuration, since a provider of the application is given some of them only.</summary>
[Flags]
internal enum SettingParts
{
    Sources = 1,
    Exit = 2,
    Sampling = 4,
    Propagation = 8,
    All = Sources | Exit | Sampling | Propagation,
}
