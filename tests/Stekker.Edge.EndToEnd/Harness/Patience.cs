namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>How long a test waits for what has to happen: a net under a hanging test, never a measure.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>For a program that has work to do, such as packing twenty megabytes, on a machine that others use too.</summary>
    public static readonly TimeSpan ForWork = TimeSpan.FromMinutes(10);

    public static async Task<T> OrFail<T>(this Task<T> task, string what, Func<string>? context = null, TimeSpan? limit = null)
    {
        TimeSpan longest = limit ?? Limit;
        try
        {
            return await task.WaitAsync(longest);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {longest.TotalSeconds} s in vain for {what}.\n{context?.Invoke()}");
        }
    }

    public static async Task OrFail(this Task task, string what, Func<string>? context = null) =>
        await task.ContinueWith(t => { t.GetAwaiter().GetResult(); return true; }, TaskScheduler.Default).OrFail(what, context);
}
