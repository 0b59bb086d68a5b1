using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;
using Stekker.Edge.Updating;

namespace Stekker.Edge.Cli.Updates;

/// <summary>The program's own updates: what root's updater asks before it installs one, and what people ask of it.</summary>
internal static class UpdateCommands
{
    private static readonly Option Key = new("--key", "FILE", $"the maker's public keys, PEM (else {UpdateKeys.UsualFile})");

    public static ImmutableArray<Command> All =>
    [
        new(
            "update verify",
            "tells whether a package may be installed here, by its maker's signature; prints its version",
            [new Operand("PACKAGE", "the .ipk or .deb"), new Operand("MANIFEST", "what the maker says of it"), new Operand("SIGNATURE", "the maker's, over the manifest, base64")],
            [new Option("--architecture", "NAME", "of this box, as opkg or dpkg calls it"), Key],
            VerifyAsync),
        new(
            "update status",
            "shows how the last update ended, and whether one is being tried",
            [],
            [new Option("--updater", "DIR", "where the updater says what it does (else the usual place)"), Key, new Option("--json", null, "prints JSON for programs instead of text for people")],
            StatusAsync),
    ];

    private static Task<int> VerifyAsync(Invocation call, CancellationToken cancel)
    {
        string architecture = call.Required("--architecture");
        try
        {
            UpdateKeys keys = UpdateKeys.Load(call.Text(Key.Name) ?? UpdateKeys.UsualFile, out string why) ?? throw new CommandFailedException(why);
            UpdateManifest manifest = UpdateCheck.Manifest(Text(call.Operand("MANIFEST")), Text(call.Operand("SIGNATURE")), keys, new UpdateBox(architecture, ProductVersion.Text), out why)
                ?? throw new CommandFailedException(why);
            if (UpdateCheck.WhyNotPackage(call.Operand("PACKAGE"), manifest) is { } fault)
            {
                throw new CommandFailedException(fault);
            }

            call.Terminal.Say(manifest.Version);
            return Task.FromResult(ExitCode.Done);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    private static Task<int> StatusAsync(Invocation call, CancellationToken cancel)
    {
        string directory = call.Text("--updater") ?? UpdaterRecord.UsualPlace
            ?? throw new CommandFailedException("there is no updater on this machine: stekker-edge was not installed by its package (--updater names another place)");
        UpdaterRecord record = new(directory);
        string? key = UpdateKeys.Load(call.Text(Key.Name) ?? UpdateKeys.UsualFile, out string why) is null ? why : null;
        UpdateStatus status = new(ProductVersion.Text, record.Architecture, record.Trial?.Version, record.Outcome?.Outcome, record.Outcome?.ToString(), key);
        if (call.Has("--json"))
        {
            call.Terminal.Json(status, ControlJson.Readable.UpdateStatus);
            return Task.FromResult(ExitCode.Done);
        }

        call.Terminal.Say($"stekker-edge {status.Version}, from a package for {status.Architecture ?? "(the updater has not said yet)"}");
        call.Terminal.Say(status.OnTrial is { } version ? $"{version} is on trial: it stays where it is healthy, and else the version before comes back" : "no update is being tried");
        call.Terminal.Say(status.LastText is { } last ? $"the last update: {last}" : "no update was installed by the updater yet");
        if (status.KeyTrouble is { } trouble)
        {
            call.Terminal.Say($"! {trouble}");
        }

        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>Never more than a manifest may be: it is a stranger's file.</summary>
    private static string Text(string file) => new FileInfo(file).Length <= UpdateManifest.MostBytes
        ? File.ReadAllText(file)
        : throw new CommandFailedException($"{file} has more than {UpdateManifest.MostBytes} bytes");
}
