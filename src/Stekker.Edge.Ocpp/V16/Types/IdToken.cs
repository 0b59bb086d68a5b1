using Stekker.Edge.Ocpp.Schema;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §7.28: what a card or a car identifies itself by.</summary>
public static class IdToken
{
    /// <summary>OCPP 1.6 §7.28: CiString20Type.</summary>
    public const int MaxLength = 20;

    /// <summary>Autocharge: the car's MAC address behind this prefix stands for a card. Some firmware appends more than 20 characters hold.</summary>
    public const string AutochargePrefix = "VID:";

    /// <summary>The length that OCPP 2.x gives its tokens' kin; an Autocharge token longer than this is refused.</summary>
    public const int AutochargeMaxLength = 255;

    /// <summary>A card's number opens the charger for whoever knows it, so messages do not repeat it.</summary>
    internal static ValueSchema Schema { get; } = new TextSchema(MaxLength)
    {
        LongPrefix = AutochargePrefix,
        PrefixedMaxLength = AutochargeMaxLength,
        IsSecret = true,
    };
}
