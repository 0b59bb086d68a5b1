using Stekker.Edge.CentralSystem.V16;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Ocpp.V16;
using Authorization = Stekker.Edge.Core.Cards.Authorization;
using StopReason = Stekker.Edge.Core.Charging.StopReason;

namespace Stekker.Edge.Tests.CentralSystem.V16;

/// <summary>Every word OCPP 1.6 has is named here; a new one fails until someone says what it means.</summary>
public class Words16Tests
{
    [Fact]
    public void Every_status_has_ours() => AssertAll(Words16.Status, new Dictionary<ChargePointStatus, ConnectorStatus>
    {
        [ChargePointStatus.Available] = ConnectorStatus.Available,
        [ChargePointStatus.Preparing] = ConnectorStatus.Preparing,
        [ChargePointStatus.Charging] = ConnectorStatus.Charging,
        [ChargePointStatus.SuspendedEV] = ConnectorStatus.SuspendedByCar,
        [ChargePointStatus.SuspendedEVSE] = ConnectorStatus.SuspendedByCharger,
        [ChargePointStatus.Finishing] = ConnectorStatus.Finishing,
        [ChargePointStatus.Reserved] = ConnectorStatus.Reserved,
        [ChargePointStatus.Unavailable] = ConnectorStatus.Unavailable,
        [ChargePointStatus.Faulted] = ConnectorStatus.Faulted,
    });

    [Fact]
    public void Every_stop_reason_has_ours()
    {
        AssertAll(r => Words16.StopReason(r), new Dictionary<Reason, StopReason>
        {
            [Reason.Local] = StopReason.Local,
            [Reason.Remote] = StopReason.Remote,
            [Reason.EVDisconnected] = StopReason.CarUnplugged,
            [Reason.DeAuthorized] = StopReason.Deauthorised,
            [Reason.EmergencyStop] = StopReason.EmergencyStop,
            [Reason.PowerLoss] = StopReason.PowerLoss,
            [Reason.HardReset] = StopReason.HardReset,
            [Reason.SoftReset] = StopReason.SoftReset,
            [Reason.Reboot] = StopReason.Reboot,
            [Reason.UnlockCommand] = StopReason.Unlocked,
            [Reason.Other] = StopReason.Other,
        });
        Assert.Equal(StopReason.Local, Words16.StopReason(null));
    }

    [Fact]
    public void Every_verdict_has_its_word() => AssertAll(Words16.Status, new Dictionary<CardVerdict, AuthorizationStatus>
    {
        [CardVerdict.Accepted] = AuthorizationStatus.Accepted,
        [CardVerdict.Unknown] = AuthorizationStatus.Invalid,
        [CardVerdict.OtherSite] = AuthorizationStatus.Invalid,
        [CardVerdict.Deactivated] = AuthorizationStatus.Blocked,
        [CardVerdict.Expired] = AuthorizationStatus.Expired,
        [CardVerdict.InUseElsewhere] = AuthorizationStatus.ConcurrentTx,
    });

    [Fact]
    public void Every_admission_has_its_word() => AssertAll(Words16.Registration, new Dictionary<Admission, RegistrationStatus>
    {
        [Admission.Accepted] = RegistrationStatus.Accepted,
        [Admission.Pending] = RegistrationStatus.Pending,
        [Admission.Refused] = RegistrationStatus.Rejected,
    });

    [Fact]
    public void A_fault_is_told_with_what_the_charger_adds()
    {
        StatusNotificationRequest status = new(1, ChargePointErrorCode.GroundFailure, ChargePointStatus.Faulted, Info: "RCD", VendorErrorCode: "E42");
        Assert.Equal("GroundFailure, E42, RCD", Words16.Fault(status));
        Assert.Equal("GroundFailure", Words16.Fault(status with { Info = null, VendorErrorCode = "" }));
        Assert.Null(Words16.Fault(status with { ErrorCode = ChargePointErrorCode.NoError }));
    }

    [Theory]
    [InlineData("fleet", "fleet")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("123456789012345678901", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_group_goes_along_where_OCPP_has_room_for_it(string? group, string? parent)
    {
        Card card = new(IdTag.TryParse("A")!.Value, "", new CardScope(CardScopeKind.Site), null, CardPriority.Normal, true, null, group);
        Assert.Equal(new IdTagInfo(AuthorizationStatus.Accepted, null, parent), Words16.IdTagInfo(new Authorization(CardVerdict.Accepted, card)));
    }

    private static void AssertAll<TFrom, TTo>(Func<TFrom, TTo> translate, Dictionary<TFrom, TTo> expected)
        where TFrom : struct, Enum => Assert.Equal(Enum.GetValues<TFrom>().Select(v => (v, expected[v])), Enum.GetValues<TFrom>().Select(v => (v, translate(v))));
}
