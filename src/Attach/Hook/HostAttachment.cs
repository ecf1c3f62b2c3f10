namespace Segue.Attach;

/// <summary>Attaches from inside a web host that is being built, where no startup hook ran.</summary>
public static class HostAttachment
{
    /// <summary>Attaches to this process unless that was tried before.</summary>
    /// <remarks>
    /// <para>Errors: nothing is thrown; standard error says why Segue is not attached.</para>
    /// <para>Threads and cost: safe from any thread; loads the pipeline, which takes about as long as at start-up.</para>
    /// </remarks>
    /// <returns>Whether this process is attached to, now or since its start, with the copies of assemblies that the host has.</returns>
    public static bool TryAttach()
    {
        if (!StartupHook.IsAttached) StartupHook.Begin("hosting startup");
        return StartupHook.IsAttached && !Attachment.IsApart;
    }

    /// <summary>Says on standard error that attaching failed.</summary>
    /// <param name="error">What happened; <see langword="null"/> says nothing.</param>
    public static void Report(Exception error)
    {
        if (error is not null) StartupHook.Report(error);
    }
}
