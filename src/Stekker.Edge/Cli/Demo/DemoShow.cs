using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Picture;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Demo;

/// <summary>Shows what happens: a live picture with the latest events below it on a screen, plain lines elsewhere.</summary>
internal sealed class DemoShow(ISiteDesk desk, DemoShowSettings settings, Terminal terminal) : IDisposable
{
    private const int LatestEvents = 6;

    private readonly LiveScreen? screen = LiveScreen.Open(terminal);
    private readonly Queue<string> latest = [];
    private readonly Lock gate = new();
    private ImmutableArray<string> alertsTold = [];

    /// <summary>How often the picture is drawn, or a line written.</summary>
    private TimeSpan Every => screen is null ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(250);

    public void Tell(string what)
    {
        string line = $"{settings.Clock().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {what}";
        lock (gate)
        {
            latest.Enqueue(line);
            if (latest.Count > LatestEvents)
            {
                latest.Dequeue();
            }

            if (screen is null)
            {
                terminal.Say(line);
            }
        }
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(Every);
        try
        {
            do
            {
                SiteStatus status = (await desk.StatusAsync(cancel)).Expect();
                if (screen is null)
                {
                    Write(status);
                }
                else
                {
                    screen.Show(Picture(status, screen.Style));
                }
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The story is over.
        }
    }

    public void Dispose() => screen?.Dispose();

    private ImmutableArray<string> Picture(SiteStatus status, PictureStyle style)
    {
        lock (gate)
        {
            return
            [
                .. SitePicture.Whole(status, style, settings.Heading()),
                "",
                .. latest.SelectMany(l => Wrapping.Wrap(l, style.Columns, "")),
            ];
        }
    }

    private void Write(SiteStatus status)
    {
        ImmutableArray<string> alerts = [.. status.Alerts.Select(a => a.Text)];
        lock (gate)
        {
            foreach (string text in alerts.Where(a => !alertsTold.Contains(a)))
            {
                terminal.Say($"          ! {Wrapping.Plain(text)}");
            }

            alertsTold = alerts;
            terminal.Say($"          {SitePicture.InOneLine(status)}");
            terminal.Say($"          {ChargerRows.InOneLine(status)}");
        }
    }
}

/// <param name="Heading">What stands above the picture.</param>
/// <param name="Clock">The site's own time.</param>
internal sealed record DemoShowSettings(Func<string> Heading, Func<DateTimeOffset> Clock);
