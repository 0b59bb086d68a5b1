using System.Runtime.InteropServices;
using System.Text;

namespace Stekker.Edge.Hosting;

/// <summary>
/// Ends the process when the site's loop no longer takes its ticks, so that procd or systemd starts it again: chargers keep their fallback
/// limits meanwhile, and nothing acknowledged is lost. It looks from a thread of its own, as a starved thread pool is one of the ways to
/// hang. Where not even that thread runs, the kernel's alarm ends the process.
/// </summary>
public sealed partial class Watchdog : IDisposable
{
    /// <summary>Beside 0 (done), 1 (failed) and 2 (used wrongly).</summary>
    public const int HungExitCode = 3;

    private const int LooksOfPatience = 6;

    /// <summary>A flash that is busy with itself may hold a commit for many seconds; a minute without a tick is no such thing.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(1);

    private readonly ManualResetEventSlim stop = new();
    private readonly Thread thread;
    private readonly Func<long> ticks;
    private readonly ServiceManager manager;
    private readonly TimeSpan patience;
    private readonly Upkeep.RunFile? run;
    private byte[]? lastWord;

    private Watchdog(Func<long> ticks, ServiceManager manager, Upkeep.RunFile? run)
    {
        this.run = run;
        this.ticks = ticks;
        this.manager = manager;
        patience = manager.Deadline / 2 ?? UsualPatience;
        thread = new Thread(Watch, 128 * 1024) { IsBackground = true, Name = "watchdog" };
    }

    /// <param name="ticks">How many ticks the loop has taken; read from another thread.</param>
    /// <param name="run">Where the next start finds what this run died of; null where nobody looks.</param>
    public static Watchdog Start(Func<long> ticks, ServiceManager manager, Upkeep.RunFile? run = null)
    {
        Watchdog watchdog = new(ticks, manager, run);
        watchdog.thread.Start();
        return watchdog;
    }

    public void Dispose()
    {
        stop.Set();
        thread.Join();
        _ = alarm(0);
        stop.Dispose();
    }

    private void Watch()
    {
        LoopPulse pulse = new(LooksOfPatience);
        do
        {
            switch (pulse.Look(ticks()))
            {
                case Pulse.Beating:
                    manager.SayAlive();
                    break;
                case Pulse.Missed:
                    // While there is hope: to die takes no more than writing it down.
                    lastWord = run?.LastWord(Upkeep.CrashKind.Hung, Words);
                    break;
                case Pulse.Gone:
                    Die();
                    break;
            }

            _ = alarm((uint)Math.Ceiling(2 * patience.TotalSeconds));
        }
        while (!stop.Wait(patience / LooksOfPatience));
    }

    private string Words => $"the site's loop has done nothing for {patience.TotalSeconds:0.#} s and is taken to hang; ending the process so that it is started again";

    /// <summary>Past the logger and past all that runs at an orderly exit: what hung may hold their locks.</summary>
    private void Die()
    {
        byte[] words = Encoding.UTF8.GetBytes($"stekker-edge: {Words}\n");
        _ = write(2, words, (nuint)words.Length);
        if (lastWord is not null)
        {
            run!.Append(lastWord);
        }

        _exit(HungExitCode);
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint alarm(uint seconds);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint write(int file, byte[] bytes, nuint count);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void _exit(int code);
}
