namespace Stekker.Edge.Ocpp.Tests.Support;

internal static class Waiting
{
    /// <summary>A hang becomes a failure; nothing is concluded from how long it took.</summary>
    public static Task<T> OrFail<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(20));

    public static Task OrFail(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(20));
}
