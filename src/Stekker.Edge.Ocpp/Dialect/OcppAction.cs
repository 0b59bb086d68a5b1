using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Schema;

namespace Stekker.Edge.Ocpp;

/// <summary>One action of a version of OCPP: its name, who may send it, and how its two payloads look.</summary>
public abstract class OcppAction
{
    private protected OcppAction(string name, OcppDirection direction, string profile, ObjectSchema request, ObjectSchema response)
    {
        Name = name;
        Direction = direction;
        Profile = profile;
        RequestSchema = request;
        ResponseSchema = response;
    }

    public string Name { get; }

    public OcppDirection Direction { get; }

    /// <summary>The feature profile it belongs to, as SupportedFeatureProfiles spells it (OCPP 1.6 §9.1.29).</summary>
    public string Profile { get; }

    public ObjectSchema RequestSchema { get; }

    public ObjectSchema ResponseSchema { get; }

    /// <summary>Checks a request against the specification and makes it a typed record.</summary>
    public PayloadFault? ReadRequest(ReadOnlySpan<byte> json, out IOcppMessage? request)
    {
        request = null;
        return RequestSchema.Check(json) ?? ParseRequest(json, out request);
    }

    public PayloadFault? ReadResponse(ReadOnlySpan<byte> json, out IOcppMessage? response)
    {
        response = null;
        return ResponseSchema.Check(json) ?? ParseResponse(json, out response);
    }

    /// <summary>The request as JSON, not checked: <see cref="ObjectSchema.Check(ReadOnlySpan{byte})"/> says whether it may be sent.</summary>
    public abstract byte[] WriteRequest(IOcppMessage request);

    public abstract byte[] WriteResponse(IOcppMessage response);

    /// <summary>As <see cref="ReadRequest"/>, for a payload out of a frame: its structure has been walked already.</summary>
    internal PayloadFault? ReadFramedRequest(ReadOnlySpan<byte> json, out IOcppMessage? request)
    {
        request = null;
        return RequestSchema.CheckFields(json) ?? ParseRequest(json, out request);
    }

    internal PayloadFault? ReadFramedResponse(ReadOnlySpan<byte> json, out IOcppMessage? response)
    {
        response = null;
        return ResponseSchema.CheckFields(json) ?? ParseResponse(json, out response);
    }

    internal abstract PayloadFault? ParseRequest(ReadOnlySpan<byte> json, out IOcppMessage? request);

    internal abstract PayloadFault? ParseResponse(ReadOnlySpan<byte> json, out IOcppMessage? response);

    internal abstract CallOutcomeFactory Outcomes { get; }
}

public sealed class OcppAction<TRequest, TResponse>(
    string name,
    OcppDirection direction,
    string profile,
    ObjectSchema request,
    ObjectSchema response,
    JsonTypeInfo<TRequest> requestType,
    JsonTypeInfo<TResponse> responseType) : OcppAction(name, direction, profile, request, response)
    where TRequest : class, IOcppMessage
    where TResponse : class, IOcppMessage
{
    public override byte[] WriteRequest(IOcppMessage request) => JsonSerializer.SerializeToUtf8Bytes((TRequest)request, requestType);

    public override byte[] WriteResponse(IOcppMessage response) => JsonSerializer.SerializeToUtf8Bytes((TResponse)response, responseType);

    /// <summary>The record types' metadata: what they write can be held against the schema.</summary>
    internal (JsonTypeInfo Request, JsonTypeInfo Response) Types => (requestType, responseType);

    internal override CallOutcomeFactory Outcomes { get; } = response => new Rpc.CallOutcome.Answered<TResponse>((TResponse)response);

    internal override PayloadFault? ParseRequest(ReadOnlySpan<byte> json, out IOcppMessage? request) => Parse(json, requestType, out request);

    internal override PayloadFault? ParseResponse(ReadOnlySpan<byte> json, out IOcppMessage? response) => Parse(json, responseType, out response);

    private static PayloadFault? Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, out IOcppMessage? message)
        where T : class, IOcppMessage
    {
        try
        {
            message = JsonSerializer.Deserialize(json, type);
            return message is null ? new PayloadFault(OcppErrorCode.FormationViolation, "", "is null") : null;
        }
        catch (JsonException e)
        {
            // The schema lets through nothing that the types refuse; should it ever, the peer is told and the line lives.
            message = null;
            return new PayloadFault(OcppErrorCode.FormationViolation, e.Path ?? "", "cannot be read");
        }
    }
}

internal delegate Rpc.CallOutcome CallOutcomeFactory(IOcppMessage response);
