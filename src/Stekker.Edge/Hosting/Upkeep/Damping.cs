using Stekker.Edge.Core.Upkeep;

namespace Stekker.Edge.Hosting.Upkeep;

/// <summary>Waits before a start that follows others which soon ended. To whoever started it, it lives meanwhile.</summary>
internal static class Damping
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    /// <param name="say">For people.</param>
    /// <returns>False where it was stopped while it waited.</returns>
    public static async Task<bool> WaitAsync(int shortRuns, ServiceManager manager, TimeProvider time, Action<string> say, CancellationToken cancel)
    {
        TimeSpan wait = StartPace.WaitAfter(shortRuns);
        if (wait == TimeSpan.Zero)
        {
            return !cancel.IsCancellationRequested;
        }

        say($"the last {shortRuns} runs ended within {StartPace.Healthy.TotalMinutes:0} minutes each: waiting {wait.TotalSeconds:0} s before this one; chargers keep their fallback limits meanwhile");
        manager.SayReady();
        TimeSpan step = manager.Deadline / 3 is { } third && third < LongestSilence ? third : LongestSilence;
        try
        {
            for (TimeSpan left = wait; left > TimeSpan.Zero; left -= step)
            {
                manager.SayAlive();
                await Task.Delay(left < step ? left : step, time, cancel).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
