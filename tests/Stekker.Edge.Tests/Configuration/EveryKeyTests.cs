using System.Text.Json;
using Stekker.Edge.Configuration;

namespace Stekker.Edge.Tests.Configuration;

/// <summary>Each key of the file: what it takes, and what it does not with the words that are told.</summary>
public class EveryKeyTests
{
    /// <summary>Key, right values, and wrong ones with a piece of what is told.</summary>
    private static readonly (string Key, string[] Right, (string Json, string Told)[] Wrong)[] Table =
    [
        ("siteId", ["\"a\"", "\"A.b-c_9\""], [("absent", "is missing"), ("null", "is missing"), ("\"\"", "1 to 64"), ("\"a/b\"", "letters, digits"), ("5", "text in quotes"), ("\"a+b\"", "letters")]),
        ("timeZone", ["\"UTC\"", "null", "absent"], [("\"Europe/Amsterdm\"", "IANA"), ("\"../etc/passwd\"", "IANA"), ("\"\"", "IANA"), ("1", "text in quotes")]),
        ("grid", [], [("absent", "is missing"), ("[]", "must be an object"), ("3", "must be an object")]),
        ("grid.phases", ["3.0e0", "3", "absent"], [("2", "1 or 3"), ("0", "from 1 to 3"), ("\"3\"", "without quotes"), ("3.5", "whole number")]),
        ("grid.voltageV", ["100", "229.9", "absent"], [("99", "100 to 300"), ("301", "volts"), ("230.05", "1 decimal"), ("true", "a number")]),
        ("grid.fuseA", ["25", "1000", "62.5"], [("0", "1 to 1000"), ("1000.1", "1 to 1000"), ("-63", "amperes"), ("1e999", "1 to 1000"), ("\"63 A\"", "without quotes"), ("62.55", "1 decimal"), ("{}", "amperes")]),
        ("grid.gtvKw", ["0.001", "39.5", "absent"], [("0", "kilowatts"), ("-40", "kilowatts"), ("\"40\"", "without quotes"), ("0.0001", "3 decimals")]),
        ("grid.gtvExportKw", ["0", "40", "absent"], [("-1", "kilowatts")]),
        ("grid.fallbackBaseLoadKw", ["0", "12", "absent"], [("-1", "kilowatts"), ("100001", "kilowatts")]),
        ("ocpp", ["absent", "{}"], [("\"x\"", "must be an object")]),
        ("ocpp.listen", ["\"127.0.0.1:0\"", "\"[::]:8887\"", "absent"], [("\"8887\"", "an address and a port"), ("\"0.0.0.0\"", "a port"), ("\"0.0.0.0:70000\"", "a port"), ("\"::1:8887\"", "an address"), ("\"here:8887\"", "an address"), ("8887", "text in quotes"), ("\"1:2\"", "an address")]),
        ("ocpp.unknownChargePoints", ["\"accept\"", "\"refuse\"", "absent"], [("\"acept\"", "did you mean \"accept\""), ("true", "one of"), ("\"\"", "one of")]),
        ("ocpp.certificateFile", ["\"/x.pem\""], [("absent", "is missing"), ("\"\"", "path"), ("\"a\\u0000\"", "path")]),
        ("ocpp.clientCaFile", ["\"/ca.pem\"", "absent"], [("\"\"", "path"), ("1", "text in quotes")]),
        ("ocpp.maxConnectionsPerAddress", ["1", "10000", "absent"], [("0", "1 to 10000"), ("\"64\"", "without quotes")]),
        ("ocpp.keyFile", ["\"/x.key\""], [("absent", "certificateFile needs it"), ("3", "text in quotes")]),
        ("ocpp.heartbeatIntervalS", ["60", "absent"], [("0", "seconds"), ("86401", "86400"), ("1.5", "whole")]),
        ("ocpp.meterValueSampleIntervalS", ["1", "absent"], [("0", "seconds"), ("\"30s\"", "without quotes")]),
        ("ocpp.transactionTimeoutH", ["1", "absent"], [("0", "hours"), ("9999", "8760")]),
        ("ocpp.maxConnections", ["1", "absent"], [("0", "1 to 10000")]),
        ("ocpp.maxFrameBytes", ["4096", "absent"], [("10", "4096"), ("99999999", "bytes")]),
        ("ocpp.maxMessagesPerSecond", ["1", "absent"], [("0", "1 to")]),
        ("ocpp.pingIntervalS", ["5", "absent"], [("0", "seconds")]),
        ("ocpp.pingTimeoutS", ["5", "absent"], [("-1", "seconds")]),
        ("ledger", ["absent", "{}"], [("3", "must be an object")]),
        ("ledger.keepSessionsYears", ["1", "30", "absent"], [("0", "1 to 30"), ("31", "years"), ("\"3\"", "without quotes"), ("1.5", "whole")]),
        ("ledger.flashMbPerDay", ["1", "100000", "absent"], [("0", "1 to 100000"), ("-20", "MB")]),
        ("web", ["absent"], [("[]", "must be an object")]),
        ("web.listen", ["\"127.0.0.1:8080\"", "absent"], [("\":8080\"", "an address and a port")]),
        ("chargePoints", ["[]", "absent", "null"], [("{}", "a list"), ("\"CP01\"", "a list")]),
        ("chargePoints[0]", [], [("\"CP01\"", "must be an object"), ("null", "must be an object")]),
        ("chargePoints[0].id", ["\"CP 01\"", "\"123456789012345678901234567890123456789012345678\""], [("absent", "is missing"), ("\"\"", "1 to 48"), ("\"a/b\"", "no id may have"), ("\"1234567890123456789012345678901234567890123456789\"", "48"), ("\" a\"", "blank"), ("7", "text in quotes")]),
        ("chargePoints[0].password", ["\"x\"", "absent"], [("\"pbkdf2-sha256:20000:AAAA:AAAA\"", "stekker-edge password"), ("\"pbkdf2-sha256:1:c3Rla2tlci1lZGdlIHNhbHQ=:c3Rla2tlci1lZGdlIHNhbHQ=\"", "its hash"), ("\"\"", "1 to 255"), ("12345", "text in quotes"), ("\"a\\nb\"", "control")]),
        ("chargePoints[0].maxA", ["6", "32.5", "absent"], [("0", "amperes"), ("9999", "amperes")]),
        ("chargePoints[0].group", ["\"building\"", "null", "absent"], [("\"garag\"", "there are building, garage"), ("1", "text in quotes")]),
        ("chargePoints[0].connectors", ["[]", "absent"], [("1", "a list")]),
        ("chargePoints[0].connectors[0]", [], [("1", "must be an object")]),
        ("chargePoints[0].connectors[0].id", ["3"], [("absent", "is missing"), ("0", "1 to 64"), ("1.5", "whole")]),
        ("chargePoints[0].connectors[0].maxA", ["10", "absent"], [("\"16\"", "without quotes")]),
        ("chargePoints[0].connectors[0].phases", ["\"L3,L1,L2\"", "\"L2, L1, L3\"", "\"L3\"", "absent"], [("\"L1,L2\"", "each once"), ("\"L1,L1,L2\"", "each once"), ("\"l1\"", "each once"), ("3", "text in quotes")]),
        ("groups", [], [("{}", "a list")]),
        ("groups[0]", [], [("[]", "must be an object")]),
        ("groups[0].id", [], [("absent", "is missing"), ("\"\"", "1 to 64")]),
        ("groups[0].fuseA", ["63"], [("absent", "is missing"), ("0", "amperes")]),
        ("groups[0].parent", ["null", "absent"], [("\"attic\"", "there are building, garage"), ("\"garage\"", "circle"), ("\"building\"", "circle")]),
        ("meters", ["[]", "absent"], [("\"sdm630\"", "a list")]),
        ("meters[0]", [], [("1", "must be an object")]),
        ("meters[0].id", ["\"Main 1\"", "absent"], [("\"\"", "1 to 64"), ("1", "text in quotes")]),
        ("meters[0].role", ["\"building\"", "\"chargePoint\""], [("absent", "is missing"), ("\"gird\"", "did you mean \"grid\"")]),
        ("meters[0].device", ["\"sunspec\""], [("absent", "is missing"), ("\"sdm603\"", "did you mean \"sdm630\""), ("\"zz\"", "device catalogue")]),
        ("meters[0].tcp", ["\"meter.lan:502\"", "\"[fe80::1]:502\""], [("absent", "how the device is reached"), ("\"192.168.1.50\"", "a host and a port"), ("\"a:0\"", "a port"), ("\"a b:1\"", "a host")]),
        ("meters[0].unitId", ["0", "255", "absent"], [("256", "0 to 255"), ("-1", "0 to 255")]),
        ("meters[0].intervalMs", ["100", "absent"], [("99", "milliseconds")]),
        ("meters[0].timeoutMs", ["10", "60000", "absent"], [("9", "milliseconds"), ("\"1 s\"", "without quotes")]),
        ("meters[1].serial", ["\"/dev/ttyUSB0\""], [("\"COM1\"", "/dev/rs485"), ("\"/dev/\"", "/dev/rs485"), ("\"/dev/../etc/passwd\"", "/dev/rs485")]),
        ("meters[1].baud", ["19200", "absent"], [("9601", "one of 1200"), ("0", "whole number")]),
        ("meters[1].format", ["\"7E2\"", "\"8O1\"", "absent"], [("\"8N3\"", "8N1"), ("\"8n1\"", "8N1"), ("8", "text in quotes")]),
        ("meters[1].wiring", ["absent", "{}"], [("\"L2\"", "must be an object")]),
        ("meters[1].wiring.phases", ["\"l2, L3, L1\"", "\"L3\"", "absent"], [("\"L1,L2\"", "each once"), ("\"L1,L1,L2\"", "each once"), ("\"L4\"", "each once"), ("2", "text in quotes")]),
        ("meters[2].rtuOverTcp", ["\"10.0.0.1:1\""], [("\"10.0.0.1:\"", "a host and a port"), ("\"10.0.0.1:99999\"", "a port")]),
        ("meters[3].wiring.phases", ["\"L1\""], [("\"L1,L2,L3\"", "has one phase")]),
        ("meters[3].wiring.direction", ["\"export\"", "absent"], [("\"imprt\"", "did you mean \"import\""), ("true", "one of")]),
        ("meters[4].wiring.reversed", ["\"L1, L3\"", "absent"], [("true", "text in quotes"), ("\"yes\"", "the other way round"), ("\"L1,L1\"", "the other way round")]),
        ("meters[4].wiring.voltageV", ["120", "absent"], [("24", "100 to 300")]),
        ("meters[4].wiring.ratio", ["0.5", "1000", "absent"], [("0", "0.001 to 10000"), ("-40", "0.001 to"), ("\"200:5\"", "without quotes")]),
        ("meters[4].custom", [], [("absent", "what the device measures"), ("[]", "must be an object")]),
        ("meters[4].custom.name", ["\"x\"", "absent"], [("\"\"", "1 to 64")]),
        ("meters[4].custom.kind", ["\"inverter\"", "absent"], [("\"kettle\"", "one of meter, inverter, battery"), ("1", "text in quotes")]),
        ("meters[4].custom.phases", ["absent"], [("0", "1, 2 or 3"), ("4", "1, 2 or 3"), ("1.5", "whole number")]),
        ("meters[4].custom.mostPerRead", ["125", "2", "absent"], [("0", "1 to 125"), ("126", "1 to 125")]),
        ("meters[4].custom.mostGap", ["0", "absent"], [("-1", "0 to 125")]),
        ("meters[4].custom.hasDirection", ["true", "absent"], [("\"no\"", "true or false")]),
        ("meters[4].custom.registers", [], [("absent", "is missing"), ("{}", "a list"), ("[]", "at least one register")]),
        ("meters[4].custom.registers[0]", [], [("1", "must be an object")]),
        ("meters[4].custom.registers[0].quantity", ["\"voltage\"", "\"importEnergy\""], [("absent", "is missing"), ("\"watts\"", "one of voltage, current, power"), ("3", "text in quotes")]),
        ("meters[4].custom.registers[0].phase", ["\"L3\"", "\"total\"", "absent"], [("\"L4\"", "total, L1, L2, L3")]),
        ("meters[4].custom.registers[0].function", ["3", "absent"], [("5", "3 (holding"), ("\"input\"", "without quotes")]),
        ("meters[4].custom.registers[0].address", ["0", "65534"], [("absent", "is missing"), ("65535", "0 to 65535"), ("-1", "counted from zero"), ("\"0x34\"", "without quotes")]),
        ("meters[4].custom.registers[0].type", ["\"float64\"", "\"UInt16\""], [("absent", "is missing"), ("\"float\"", "one of int16")]),
        ("meters[4].custom.registers[0].order", ["\"CDAB\"", "absent"], [("\"big\"", "ABCD, CDAB, BADC, DCBA")]),
        ("meters[4].custom.registers[1].scale", ["-0.001", "absent"], [("0", "not 0"), ("\"0,1\"", "without quotes")]),
        ("solarArrays", ["[]", "absent"], [("{}", "a list")]),
        ("solarArrays[0]", [], [("1", "must be an object")]),
        ("solarArrays[0].id", ["\"barn\""], [("absent", "is missing"), ("\" x\"", "1 to 64")]),
        ("solarArrays[0].panels", ["1"], [("absent", "is missing"), ("0", "1 to"), ("2.5", "whole")]),
        ("solarArrays[0].panelWp", ["400"], [("absent", "is missing"), ("0.41", "whole"), ("5000", "watts")]),
        ("solarArrays[0].azimuthDeg", ["0", "359.5"], [("absent", "is missing"), ("-90", "degrees"), ("\"south\"", "a number")]),
        ("solarArrays[0].tiltDeg", ["0", "90"], [("absent", "is missing"), ("91", "degrees")]),
        ("solarArrays[0].inverterKw", ["absent", "8.2"], [("0", "kilowatts")]),
        ("location", ["absent"], [("[]", "must be an object")]),
        ("location.latitudeDeg", ["-90"], [("absent", "is missing"), ("91", "degrees"), ("\"52.1\"", "without quotes")]),
        ("location.longitudeDeg", ["180"], [("absent", "is missing"), ("181", "degrees")]),
        ("tariff", ["absent", "null"], [("\"dynamic\"", "must be an object")]),
        ("tariff.type", ["\"fixed\"", "\"dynamic\""], [("absent", "is missing"), ("\"dynamik\"", "did you mean \"dynamic\"")]),
        ("tariff.zones", [], [("absent", "has zones"), ("{}", "a list")]),
        ("tariff.zones[0]", [], [("\"night\"", "must be an object")]),
        ("tariff.zones[0].name", ["\"dal\"", "absent"], [("\"\"", "1 to 64")]),
        ("tariff.zones[0].weekdays", ["\"sat-mon\"", "\"mon, wed-thu\"", "absent"], [("\"weekend\"", "mon-fri"), ("\"\"", "mon-fri"), ("\"mon-\"", "mon-fri"), ("5", "text in quotes")]),
        ("tariff.zones[0].hours", ["\"07:00-24:00\"", "\"23:00-00:00\"", "\"06:00-07:15, 12:00-14:00\"", "absent"], [("\"7-23\"", "07:00-23:00"), ("\"07:10-08:00\"", "quarter of an hour"), ("\"24:00-01:00\"", "hours of the day"), ("\"07:00-07:00\"", "hours of the day"), ("\"07:00\"", "hours of the day")]),
        ("tariff.zones[0].season", ["\"apr-sep\"", "\"15 Oct - 29 feb\"", "absent"], [("\"winter\"", "oct-mar"), ("\"30 feb-mar\"", "oct-mar"), ("\"oct-\"", "oct-mar"), ("\"0 jan-mar\"", "oct-mar")]),
        ("tariff.zones[0].priceEurPerKwh", ["-0.01"], [("absent", "is missing"), ("80", "EUR")]),
        ("tariff.area", ["\"DE-LU\"", "\"10YNL----------L\"", "absent"], [("\"Holland\"", "no bidding zone that ENTSO-E has prices of"), ("\"\"", "bidding zone"), ("1", "text in quotes")]),
        ("tariff.priceEurPerKwh", ["0.3"], [("30", "EUR"), ("\"0,30\"", "without quotes")]),
        ("tariff.surchargeEurPerKwh", ["-0.01", "absent"], [("25", "EUR")]),
        ("tariff.taxEurPerKwh", ["0.10154", "absent"], [("0.10154321", "6 decimals")]),
        ("tariff.vatFraction", ["0", "0.21", "absent"], [("21", "0 to 1")]),
        ("tariff.feedIn", ["\"none\"", "\"fixed\"", "absent"], [("\"dayahead\"", "did you mean \"dayAhead\"")]),
        ("tariff.feedInEurPerKwh", ["0", "absent"], [("11", "EUR")]),
        ("tariff.solarGridCostAvoidedEurPerKwh", ["0", "absent"], [("-0.09", "0 to 10"), ("\"0.09\"", "without quotes")]),
        ("prices", ["absent", "null", "{}"], [("\"entsoe\"", "must be an object")]),
        ("prices.entsoe", ["absent"], [("\"token\"", "must be an object")]),
        ("prices.entsoe.token", ["\"t\""], [("absent", "is missing"), ("\"\"", "1 to 255"), ("5", "text in quotes")]),
        ("prices.entsoe.url", ["\"http://127.0.0.1:5000/api\"", "absent"], [("\"http://web-api.tp.entsoe.eu/api\"", "https"), ("\"https://x/api?securityToken=t\"", "without a query"), ("\"x\"", "https")]),
        ("preferences", ["absent"], [("1", "must be an object")]),
        ("preferences.departure", ["\"00:00\"", "\"23:59\"", "absent"], [("\"8:00\"", "time of day"), ("\"24:00\"", "time of day"), ("8", "text in quotes")]),
        ("preferences.targetFraction", ["1", "0.01", "absent"], [("90", "0.01 to 1"), ("0", "0.01 to 1")]),
        ("preferences.directFraction", ["0", "1", "absent"], [("20", "0 to 1"), ("-0.1", "0 to 1")]),
        ("preferences.batteryKwh", ["1", "1000", "77.4", "absent"], [("0", "1 to 1000"), ("77000", "1 to 1000"), ("\"60\"", "number")]),
        ("cards", ["absent"], [("[]", "must be an object")]),
        ("cards.unknown", ["\"accept\"", "absent"], [("\"allow\"", "one of")]),
        ("cards.deactivatedMidSession", ["\"finish\"", "absent"], [("\"end\"", "\"stop\", \"finish\"")]),
        ("access", ["absent"], [("true", "must be an object")]),
        ("access.freeVend", ["true", "absent"], [("\"true\"", "without quotes"), ("1", "true or false")]),
        ("access.noCardNeeded", ["true", "absent"], [("\"no\"", "true or false")]),
        ("access.noCardIdTag", ["\"free\"", "absent"], [("\"\"", "token"), ("\"123456789012345678901\"", "20")]),
        ("access.remoteStart", ["false", "absent"], [("0", "true or false")]),
        ("clock", ["absent"], [("[]", "must be an object")]),
        ("clock.trust", ["\"always\"", "absent"], [("\"never\"", "\"auto\", \"always\"")]),
        ("log", ["absent"], [("\"debug\"", "must be an object")]),
        ("log.level", ["\"debug\"", "absent"], [("\"verbose\"", "one of")]),
        ("log.file", ["\"x.log\"", "absent"], [("\"\"", "path")]),
        ("grid.maxImbalanceA", ["20", "absent"], [("0", "amperes"), ("\"20\"", "without quotes")]),
        ("balancing", ["absent", "{}"], [("5", "must be an object")]),
        ("balancing.settlingS", ["4", "10", "absent"], [("3", "4 to 60"), ("\"5\"", "without quotes")]),
        ("balancing.minOnS", ["0", "absent"], [("-1", "seconds")]),
        ("balancing.minOffS", ["0", "absent"], [("3601", "seconds")]),
        ("balancing.turnS", ["60", "absent"], [("59", "seconds")]),
        ("balancing.writesPerDay", ["20", "absent"], [("19", "20 to 10000"), ("50.5", "whole")]),
        ("balancing.minimumWhenOverloaded", ["true", "absent"], [("1", "true or false")]),
        ("imbalance", ["absent"], [("true", "must be an object")]),
        ("imbalance.enabled", ["true", "absent"], [("\"yes\"", "true or false")]),
        ("savings", ["absent"], [("0.3", "must be an object")]),
        ("savings.referenceEurPerKwh", ["0.275", "10", "absent"], [("30", "0.001 to 10"), ("0", "0.001 to 10"), ("-0.3", "EUR"), ("\"0,30\"", "without quotes")]),
        ("ocpi", ["absent", "{}"], [("\"NL\"", "must be an object")]),
        ("ocpi.countryCode", ["\"BE\"", "absent"], [("\"NLD\"", "two letters"), ("\"nl\"", "two letters"), ("31", "text in quotes")]),
        ("ocpi.partyId", ["\"A1B\"", "absent"], [("\"STEK\"", "three letters or digits"), ("\"stk\"", "three letters"), ("1", "text in quotes")]),
        ("ocpi.name", ["\"Garage\"", "absent"], [("\"\"", "1 to 255"), ("1", "text in quotes")]),
        ("ocpi.address", ["\"Dam 1\"", "absent"], [("\"1234567890123456789012345678901234567890123456\"", "1 to 45"), ("\"\"", "1 to 45")]),
        ("ocpi.city", ["\"Utrecht\"", "absent"], [("\"a\\nb\"", "control"), ("\"\"", "1 to 45")]),
        ("ocpi.postalCode", ["\"1012 JS\"", "absent"], [("\"12345678901\"", "1 to 10"), ("1012", "text in quotes")]),
        ("ocpi.country", ["\"BEL\"", "absent"], [("\"NL\"", "three letters"), ("\"Nld\"", "three letters")]),
        ("ocpi.connectorStandard", ["\"IEC_62196_T2_COMBO\"", "absent"], [("\"type2\"", "IEC_62196_T2"), ("2", "text in quotes")]),
        ("ocpi.connectorFormat", ["\"CABLE\"", "absent"], [("\"PLUG\"", "one of"), ("true", "one of")]),
        ("cloud", ["absent", "null"], [("\"mqtt://x\"", "must be an object")]),
        ("cloud.broker", ["\"mqtt://10.0.0.1\"", "\"mqtts://broker.example/\""], [("absent", "is missing"), ("\"https://x\"", "mqtts://HOST:PORT"), ("\"mqtts://u:p@x:1\"", "keys of their own"), ("\"broker\"", "mqtts://")]),
        ("cloud.caFile", ["absent"], [("\"\"", "path")]),
        ("cloud.certFile", ["\"c\""], [("absent", "keyFile needs it"), ("1", "text in quotes")]),
        ("cloud.keyFile", ["\"k\""], [("absent", "certFile needs it")]),
        ("cloud.username", ["\"u\""], [("absent", "password needs it"), ("\"\"", "empty")]),
        ("cloud.telemetryEveryS", ["1", "86400", "absent"], [("0", "seconds"), ("1.5", "whole"), ("\"60\"", "without quotes")]),
        ("cloud.reconnectWithinS", ["0", "3600", "absent"], [("-1", "seconds"), ("3601", "3600"), ("\"60\"", "without quotes")]),
        ("cloud.password", ["\"p\"", "absent"], [("1", "text in quotes")]),
    ];

    public static TheoryData<string, string> RightValues
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach ((string key, string[] right, _) in Table)
            {
                foreach (string json in right)
                {
                    data.Add(key, json);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string, string> WrongValues
    {
        get
        {
            TheoryData<string, string, string> data = [];
            foreach ((string key, _, (string Json, string Told)[] wrong) in Table)
            {
                foreach ((string json, string told) in wrong)
                {
                    data.Add(key, json, told);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(RightValues))]
    public void A_right_value_is_taken(string key, string json)
    {
        ConfigurationReading reading = Files.Read(Files.Example(key, json));
        Assert.Empty(reading.Errors);
        Assert.NotNull(reading.Configuration);
    }

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_wrong_value_is_told_with_its_key(string key, string json, string told)
    {
        ConfigurationReading reading = Files.Read(Files.Example(key, json));
        Assert.Null(reading.Configuration);
        Assert.Contains(reading.Errors, e => e.Key == key && e.WhatWouldBeRight.Contains(told, StringComparison.Ordinal));
        Assert.DoesNotContain(reading.Errors, e => e.Value.Contains("at-least-16-letters", StringComparison.Ordinal) || e.Value.Contains("one-of-your-own", StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_has_every_key_of_the_example()
    {
        using JsonDocument example = JsonDocument.Parse(ConfigurationExample.Text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        HashSet<string> keys = [.. Table.Select(row => PlainKey(row.Key))];
        Assert.All(Keys(example.RootElement, ""), key => Assert.Contains(PlainKey(key), keys));
    }

    [Fact]
    public void The_example_has_every_key_the_reader_knows()
    {
        // An unknown key's message lists what is known there, so an object with only a strange key tells them all.
        using JsonDocument example = JsonDocument.Parse(ConfigurationExample.Text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        HashSet<string> keys = [.. Keys(example.RootElement, "").Select(PlainKey)];
        const string strange = "{ \"qqqqqqqqqqqqqqqqqq\": 1 }";
        string all = $$"""
            { "qqqqqqqqqqqqqqqqqq": 1, "grid": {{strange}}, "ocpp": {{strange}}, "web": {{strange}},
              "chargePoints": [ { "qqqqqqqqqqqqqqqqqq": 1, "connectors": [ {{strange}} ] } ], "groups": [ {{strange}} ],
              "meters": [ { "qqqqqqqqqqqqqqqqqq": 1, "wiring": {{strange}}, "custom": { "qqqqqqqqqqqqqqqqqq": 1, "registers": [ {{strange}} ] } } ],
              "solarArrays": [ {{strange}} ], "location": {{strange}}, "tariff": { "qqqqqqqqqqqqqqqqqq": 1, "zones": [ {{strange}} ] }, "preferences": {{strange}}, "prices": { "qqqqqqqqqqqqqqqqqq": 1, "entsoe": {{strange}} }, "cards": {{strange}},
              "access": {{strange}}, "clock": {{strange}}, "log": {{strange}}, "imbalance": {{strange}}, "savings": {{strange}}, "ocpi": {{strange}}, "ledger": {{strange}}, "cloud": {{strange}} }
            """;
        List<ConfigurationError> unknown = [.. Files.Read(all).Errors.Where(e => e.Key.EndsWith("qqq", StringComparison.Ordinal))];
        Assert.Equal(27, unknown.Count);
        foreach (ConfigurationError error in unknown)
        {
            string at = error.Key[..^"qqqqqqqqqqqqqqqqqq".Length];
            string list = error.WhatWouldBeRight[(error.WhatWouldBeRight.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            Assert.All(list.Split(", "), name => Assert.Contains(PlainKey(at + name), keys));
        }
    }

    private static string PlainKey(string key) => System.Text.RegularExpressions.Regex.Replace(key, @"\[\d+\]", "[]");

    private static IEnumerable<string> Keys(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p =>
        {
            string key = path.Length == 0 ? p.Name : $"{path}.{p.Name}";
            return Keys(p.Value, key).Prepend(key);
        }),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((e, i) => Keys(e, $"{path}[{i}]")),
        _ => [],
    };
}
