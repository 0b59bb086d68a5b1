using System.Collections.Immutable;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>What a scripted charge point is built like.</summary>
public sealed record ChargePointSettings
{
    public string Vendor { get; init; } = "Stekker";

    public string Model { get; init; } = "Scripted";

    public string? SerialNumber { get; init; }

    public string FirmwareVersion { get; init; } = "1.0";

    public int Connectors { get; init; } = 1;

    public int Phases { get; init; } = 3;

    public int MaxA { get; init; } = 32;

    public int VoltageV { get; init; } = 230;

    /// <summary>What the meters show at first.</summary>
    public int MeterStartWh { get; init; }

    /// <summary>Units it takes profiles in. Real ones are seen that take watts alone.</summary>
    public ImmutableArray<ChargingRateUnitType> RateUnits { get; init; } = [ChargingRateUnitType.A, ChargingRateUnitType.W];

    /// <summary>For the chance in reconnecting.</summary>
    public int Seed { get; init; }

    /// <summary>What the charge point's own connection keeps to.</summary>
    public Rpc.OcppPeerOptions Peer { get; init; } = new();
}
