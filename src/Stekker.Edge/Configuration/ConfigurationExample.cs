namespace Stekker.Edge.Configuration;

/// <summary>A site with every key there is, for an installer to copy from. The tests read it, so it is always right and whole.</summary>
public static class ConfigurationExample
{
    public const string Text = """
        {
          "siteId": "zonneweide-12",              // also the site's name in the cloud
          "timeZone": "Europe/Amsterdam",
          "grid": {
            "phases": 3,
            "voltageV": 230,
            "fuseA": 63,                          // main fuse, per phase
            "gtvKw": 40,                          // contracted import, as the average of a quarter of an hour
            "gtvExportKw": 40,
            "fallbackBaseLoadKw": 12,             // what the building is taken to draw while no grid meter is heard
            "maxImbalanceA": 20                   // most difference between two phases; leave it out where it does not matter
          },
          "ocpp": {
            "listen": "0.0.0.0:8887",
            "unknownChargePoints": "pending",     // accept, pending (until someone accepts it), refuse
            "certificateFile": "/etc/stekker-edge/tls.pem",   // with both, chargers connect by wss
            "keyFile": "/etc/stekker-edge/tls.key",
            "clientCaFile": "/etc/stekker-edge/chargers-ca.pem",   // who signs the chargers' own certificates (security profile 3)
            "heartbeatIntervalS": 300,
            "meterValueSampleIntervalS": 10,
            "transactionTimeoutH": 48,            // an open transaction not heard of for so long is closed
            "maxConnections": 512,
            "maxConnectionsPerAddress": 256,      // of one address; more only where many chargers sit behind one router
            "maxFrameBytes": 262144,
            "maxMessagesPerSecond": 100,
            "pingIntervalS": 30,
            "pingTimeoutS": 20
          },
          "web": { "listen": "0.0.0.0:8080" },
          "chargePoints": [
            {
              "id": "CP01",
              "password": "pbkdf2-sha256:20000:c3Rla2tlci1lZGdlIHNhbHQ=:VIdzH1IE7AuUtSzJtMGieAIApi6YueBhABTslg7zA+k=",   // 'stekker-edge password CP01' makes it
              "maxA": 32,
              "group": "garage",
              "connectors": [
                { "id": 1, "maxA": 32, "phases": "L1,L2,L3" },    // the grid's phases behind its L1, L2, L3
                { "id": 2, "maxA": 16, "phases": "L2" }
              ]
            }
          ],
          "groups": [
            { "id": "building", "fuseA": 50, "parent": null },
            { "id": "garage", "fuseA": 40, "parent": "building" }
          ],
          "meters": [                             // role: grid, solar, building, battery, chargePoint
            { "id": "main", "role": "grid", "device": "sdm630", "tcp": "192.168.1.50:502", "unitId": 1, "intervalMs": 1000, "timeoutMs": 1000 },
            {
              "role": "solar",
              "device": "sunspec",
              "serial": "/dev/rs485", "baud": 9600, "format": "8N1",   // else the device's factory settings
              "unitId": 3,
              "wiring": { "phases": "L2" }        // the grid's phases behind the meter's L1, L2, L3; here the one of a single-phase inverter
            },
            { "role": "battery", "device": "sunspec", "rtuOverTcp": "192.168.1.51:4196", "unitId": 4 },
            {
              "role": "chargePoint",
              "device": "pzem-016",
              "tcp": "192.168.1.52:502",
              "wiring": { "phases": "L3", "direction": "import" }      // of a device that cannot tell it itself
            },
            {
              "role": "building",
              "device": "custom",                 // not in the catalogue: described here
              "tcp": "192.168.1.53:502",
              "wiring": { "reversed": "L2", "voltageV": 230, "ratio": 40 },   // a clamp the wrong way round; transformers 200:5
              "custom": {
                "name": "panel meter",
                "kind": "meter",                  // meter, inverter, battery
                "phases": 3,
                "mostPerRead": 50,                // registers in one request
                "mostGap": 10,                    // registers in between that may be read along
                "hasDirection": true,             // false: its power has no sign
                "registers": [                    // function 3: holding, 4: input; address from zero; scale to V, A, W, Wh, Hz
                  { "quantity": "current", "phase": "L1", "function": 4, "address": 12, "type": "float32", "order": "ABCD" },
                  { "quantity": "power", "phase": "total", "function": 4, "address": 52, "type": "int32", "order": "CDAB", "scale": 0.1 }
                ]
              }
            }
          ],
          "solarArrays": [
            { "id": "roof", "panels": 24, "panelWp": 410, "azimuthDeg": 180, "tiltDeg": 35, "inverterKw": 8 }   // 180 is south
          ],
          "location": { "latitudeDeg": 52.1, "longitudeDeg": 5.1 },
          "tariff": {
            "type": "timeOfUse",                  // dynamic: day-ahead prices; fixed: priceEurPerKwh; timeOfUse: zones
            "area": "NL",                         // bidding zone of the day-ahead prices
            "priceEurPerKwh": 0.12,               // fixed: the price; timeOfUse: outside all zones; dynamic: where no price is known (else last week's)
            "zones": [                            // the first that applies counts; by the site's clocks
              { "name": "night", "weekdays": "mon-fri", "hours": "23:00-07:00", "season": "oct-mar", "priceEurPerKwh": 0.08 },
              { "name": "weekend", "weekdays": "sat,sun", "priceEurPerKwh": 0.09 }
            ],
            "surchargeEurPerKwh": 0.02,           // a kWh costs (price + surcharge + tax) x (1 + VAT)
            "taxEurPerKwh": 0.1,
            "vatFraction": 0.21,
            "feedIn": "dayAhead",                 // dayAhead, fixed (feedInEurPerKwh), none; left out: the price less solarGridCostAvoidedEurPerKwh
            "feedInEurPerKwh": 0.05,
            "solarGridCostAvoidedEurPerKwh": 0.09
          },
          "prices": {                             // day-ahead prices are also brought by 'prices import' and by the cloud
            "entsoe": { "token": "one-of-your-own", "url": "https://web-api.tp.entsoe.eu/api" }
          },
          "preferences": { "departure": "08:00", "targetFraction": 0.9, "directFraction": 0.2, "batteryKwh": 60 },
          "cards": {
            "unknown": "refuse",                  // refuse, accept
            "deactivatedMidSession": "stop"       // stop, finish
          },
          "access": {
            "freeVend": false,                    // chargers that start with a token of their own making
            "noCardNeeded": false,                // the edge starts as soon as a car is plugged in
            "noCardIdTag": "NOCARD",
            "remoteStart": true
          },
          "clock": { "trust": "auto" },           // auto, always
          "log": { "level": "information", "file": "/var/log/stekker-edge.log" },   // debug, information, warning, error
          "ledger": {
            "keepSessionsYears": 3,               // older sessions go, once the cloud has been told of them
            "flashMbPerDay": 20                   // what may be written to the box's flash; near it, what can wait is written less often
          },
          "balancing": {
            "settlingS": 5,                       // how long a phase may be above its fuse while a reduction works its way to the cars
            "minOnS": 300, "minOffS": 120,        // a car that is on, or off, stays so at least
            "turnS": 900,                         // with too little for all, cars take turns of so long
            "writesPerDay": 50,                   // charging profiles per charger: each wears its flash; only safety goes beyond
            "minimumWhenOverloaded": false        // keep cars at 6 A where the building alone is over the kW limit, if the fuse holds
          },
          "imbalance": { "enabled": false },
          "savings": { "referenceEurPerKwh": 0.3 },   // what a kWh costs on average, all in; left out: the mean of the tariff over the month
          "ocpi": {                               // what charge detail records to the cloud say of operator and place (OCPI 2.2.1)
            "countryCode": "NL",                  // the operator's country, two letters, and its party id, three
            "partyId": "STK",
            "name": "Zonneweide, garage",
            "address": "Zonneweide 12",
            "city": "Utrecht",
            "postalCode": "3542 AB",
            "country": "NLD",                     // three letters
            "connectorStandard": "IEC_62196_T2",  // OCPI's name
            "connectorFormat": "SOCKET"           // SOCKET, CABLE
          },
          "cloud": {
            "broker": "mqtts://broker.example:8883",
            "caFile": "/etc/stekker-edge/ca.pem",
            "certFile": "/etc/stekker-edge/site.pem",
            "keyFile": "/etc/stekker-edge/site.key",
            "username": "zonneweide-12",
            "password": "another-secret",
            "telemetryEveryS": 60,                // the site's power, each time some hundred bytes of a metered line
            "reconnectWithinS": 60                // after the line was lost: boxes come back spread over so long
          }
        }
        """;
}
