using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Links;

/// <summary>The silences and patience of a line. Intervals between frames keep devices apart that tell frames by silence.</summary>
public sealed record LineTiming
{
    /// <summary>At least this long between the end of one frame and the start of the next.</summary>
    public TimeSpan BetweenFrames { get; init; } = TimeSpan.Zero;

    /// <summary>Instead, when the next question goes to another unit: the last one needs time to let go of the line.</summary>
    public TimeSpan BetweenUnits { get; init; } = TimeSpan.Zero;

    /// <summary>From the end of our request, unless the device has a patience of its own.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Some dongles and inverters refuse what comes too soon after connecting.</summary>
    public TimeSpan AfterConnect { get; init; } = TimeSpan.Zero;

    /// <summary>How long a byte is on a serial line; zero on TCP.</summary>
    public TimeSpan PerByte { get; init; } = TimeSpan.Zero;

    public static readonly LineTiming Tcp = new();

    /// <summary>A gateway that speaks RTU puts our frames on its own serial line: leave it a breath, and patience for a slow line.</summary>
    public static readonly LineTiming RtuOverTcp = new()
    {
        BetweenFrames = TimeSpan.FromMilliseconds(5),
        BetweenUnits = TimeSpan.FromMilliseconds(30),
        ResponseTimeout = TimeSpan.FromMilliseconds(1500),
    };

    /// <summary>
    /// 3.5 characters of silence; above 19200 baud a fixed 1.75 ms (Modbus over Serial Line V1.02, section 2.5.1.1).
    /// Between units 30 ms: field practice for meters that are slow to release the line.
    /// </summary>
    public static LineTiming Serial(SerialSettings settings)
    {
        TimeSpan perByte = settings.PerByte;
        return new()
        {
            PerByte = perByte,
            BetweenFrames = settings.Baud > 19200 ? TimeSpan.FromMilliseconds(1.75) : perByte * 3.5,
            BetweenUnits = TimeSpan.FromMilliseconds(30) > perByte * 3.5 ? TimeSpan.FromMilliseconds(30) : perByte * 3.5,
            ResponseTimeout = TimeSpan.FromMilliseconds(700),
        };
    }
}
