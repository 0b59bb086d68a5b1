namespace Stekker.Edge.Soak;

/// <summary>Time that is lived through on the site, not waited for something that could be seen to happen.</summary>
internal static class Moments
{
    /// <returns>False where it was cut short.</returns>
    public static async Task<bool> PassAsync(TimeSpan length, CancellationToken cancel)
    {
        using PeriodicTimer timer = new(length);
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Looks now and then until it is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan patience, Func<string> what)
    {
        using CancellationTokenSource late = new(patience);
        while (!await isSo())
        {
            if (!await PassAsync(TimeSpan.FromMilliseconds(500), late.Token))
            {
                throw new TimeoutException($"Waited {patience.TotalSeconds:F0} s in vain until {what()}.");
            }
        }
    }
}
