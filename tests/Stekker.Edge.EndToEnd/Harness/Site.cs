using System.Text.Json.Nodes;

namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>A site on disk: its configuration file, its data folder, its ports. Gone after the test.</summary>
internal sealed class Site : IDisposable
{
    public Site(string unknownChargePoints = "pending")
    {
        Folder = Directory.CreateTempSubdirectory("stekker-edge-").FullName;
        Configuration = new JsonObject
        {
            ["siteId"] = "end-to-end",
            ["timeZone"] = "Europe/Amsterdam",
            ["grid"] = new JsonObject { ["phases"] = 3, ["voltageV"] = 230, ["fuseA"] = 63, ["gtvKw"] = 40 },
            ["ocpp"] = new JsonObject { ["listen"] = $"127.0.0.1:{OcppPort}", ["unknownChargePoints"] = unknownChargePoints },
            ["web"] = new JsonObject { ["listen"] = $"127.0.0.1:{WebPort}" },
            ["chargePoints"] = new JsonArray(),
            ["cards"] = new JsonObject { ["unknown"] = "refuse" },
        };
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    public string ConfigurationFile => Path.Combine(Folder, "site.json");

    public int OcppPort { get; } = Ports.Free();

    public int WebPort { get; } = Ports.Free();

    public JsonObject Configuration { get; }

    public Cli Cli => new(Data);

    public Site With(string chargePointId, string? password = null)
    {
        JsonObject chargePoint = new() { ["id"] = chargePointId };
        if (password is not null)
        {
            chargePoint["password"] = password;
        }

        Configuration["chargePoints"]!.AsArray().Add((JsonNode)chargePoint);
        return this;
    }

    public Uri Ocpp(string chargePointId) => new($"ws://127.0.0.1:{OcppPort}/ocpp/{chargePointId}");

    public void Write()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(ConfigurationFile, Configuration.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
