namespace Stekker.Edge.Ocpp.Framing;

/// <summary>The error codes of a CALLERROR, OCPP-J 1.6 §4.2.3. The missing r in Occurence is the specification's.</summary>
public enum OcppErrorCode
{
    NotImplemented,
    NotSupported,
    InternalError,
    ProtocolError,
    SecurityError,
    FormationViolation,
    PropertyConstraintViolation,
    OccurenceConstraintViolation,
    TypeConstraintViolation,
    GenericError,
}

public static class OcppErrorCodes
{
    /// <summary>The code as OCPP-J 1.6 writes it.</summary>
    public static string Spelling(this OcppErrorCode code) => code switch
    {
        OcppErrorCode.NotImplemented => "NotImplemented",
        OcppErrorCode.NotSupported => "NotSupported",
        OcppErrorCode.InternalError => "InternalError",
        OcppErrorCode.ProtocolError => "ProtocolError",
        OcppErrorCode.SecurityError => "SecurityError",
        OcppErrorCode.FormationViolation => "FormationViolation",
        OcppErrorCode.PropertyConstraintViolation => "PropertyConstraintViolation",
        OcppErrorCode.OccurenceConstraintViolation => "OccurenceConstraintViolation",
        OcppErrorCode.TypeConstraintViolation => "TypeConstraintViolation",
        _ => "GenericError",
    };

    /// <summary>
    /// What a peer's spelling means, or null when nobody specified it. OCPP 2.x renamed some codes and chargers
    /// mix the two, so both spellings are understood whatever the connection speaks.
    /// </summary>
    public static OcppErrorCode? Read(string spelling) => spelling switch
    {
        "NotImplemented" => OcppErrorCode.NotImplemented,
        "NotSupported" or "MessageTypeNotSupported" => OcppErrorCode.NotSupported,
        "InternalError" => OcppErrorCode.InternalError,
        "ProtocolError" or "RpcFrameworkError" => OcppErrorCode.ProtocolError,
        "SecurityError" => OcppErrorCode.SecurityError,
        "FormationViolation" or "FormatViolation" => OcppErrorCode.FormationViolation,
        "PropertyConstraintViolation" => OcppErrorCode.PropertyConstraintViolation,
        "OccurenceConstraintViolation" or "OccurrenceConstraintViolation" => OcppErrorCode.OccurenceConstraintViolation,
        "TypeConstraintViolation" => OcppErrorCode.TypeConstraintViolation,
        "GenericError" => OcppErrorCode.GenericError,
        _ => null,
    };
}
