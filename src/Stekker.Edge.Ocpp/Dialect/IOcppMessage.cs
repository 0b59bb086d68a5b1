namespace Stekker.Edge.Ocpp;

/// <summary>A payload of OCPP, request or response, as its typed record.</summary>
#pragma warning disable CA1040 // The marker keeps anything that is not a payload from being sent as one.
public interface IOcppMessage;
#pragma warning restore CA1040

/// <summary>Which end of the line this is.</summary>
public enum OcppRole
{
    CentralSystem,
    ChargePoint,
}

/// <summary>Who may send an action's CALL.</summary>
public enum OcppDirection
{
    ChargePointToCentralSystem,
    CentralSystemToChargePoint,
    Both,
}

public static class OcppDirections
{
    public static bool MayBeSentBy(this OcppDirection direction, OcppRole role) => direction switch
    {
        OcppDirection.ChargePointToCentralSystem => role == OcppRole.ChargePoint,
        OcppDirection.CentralSystemToChargePoint => role == OcppRole.CentralSystem,
        _ => true,
    };

    public static OcppRole Other(this OcppRole role) => role == OcppRole.CentralSystem ? OcppRole.ChargePoint : OcppRole.CentralSystem;
}
