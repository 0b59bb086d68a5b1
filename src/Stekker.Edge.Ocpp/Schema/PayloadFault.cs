using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Schema;

/// <summary>Where a payload breaks the specification, and how: the code for the peer, the sentence for whoever reads the log.</summary>
public sealed record PayloadFault(OcppErrorCode Code, string Path, string Problem)
{
    /// <summary>"chargingSchedule.chargingSchedulePeriod[2].limit: is text "ten", should be a number".</summary>
    public string Description => Path.Length == 0 ? $"The payload {Problem}" : $"{Path}: {Problem}";

    internal PayloadFault Under(string parent) => this with
    {
        Path = Path.Length == 0 ? parent : Path[0] == '[' ? parent + Path : $"{parent}.{Path}",
    };
}
