using System.Text.Json;
using Serilog;
using Stekker.Edge.Hosting.Upkeep;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Hosting.Upkeep;

/// <summary>What a start finds of the run before it.</summary>
public sealed class RunFileTests : IDisposable
{
    private const string ThisBoot = "boot-1";
    private const string NextBoot = "boot-2";

    private readonly TempDirectory data = new();
    private readonly VirtualTime time = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void A_run_that_was_stopped_leaves_nothing()
    {
        using (RunFile run = Begin())
        {
            run.SayHealthy();
            run.EndInOrder();
        }

        Assert.Empty(Directory.GetFileSystemEntries(data.Path));
        using RunFile next = Begin();
        Assert.Null(next.Found);
        Assert.Equal(0, next.ShortRuns);
    }

    [Theory]
    [InlineData(ThisBoot, CrashKind.Killed, "killed, by hand or by the system")]
    [InlineData(NextBoot, CrashKind.LostPower, "lost its power")]
    public void A_run_that_vanished_was_killed_or_lost_its_power(string boot, CrashKind kind, string words)
    {
        Begin().Dispose();

        using RunFile next = Begin(boot);

        Assert.Equal(kind, next.Found!.Kind);
        Assert.Contains(words, next.Found.What, StringComparison.Ordinal);
        Assert.Empty(next.Found.LastLines);
        Assert.Equal(next.Found.CrashId, Assert.Single(next.Crashes.Untold()).CrashId);
    }

    [Fact]
    public void A_mistake_of_ours_is_kept_with_where_it_was_and_the_last_lines_of_the_log()
    {
        using (RunFile run = Begin())
        {
            using Serilog.Core.Logger log = new LoggerConfiguration().WriteTo.Sink(run.Lines).CreateLogger();
            for (int i = 1; i <= 100; i++)
            {
                log.Information("line {Number}", i);
            }

            time.Advance(TimeSpan.FromSeconds(90));
            run.SayDied(CrashKind.Exception, "InvalidOperationException: two\nlines \"of\" it");
        }

        using RunFile next = Begin();
        CrashReport report = Assert.Single(next.Crashes.Untold());
        Assert.Equal((CrashKind.Exception, "InvalidOperationException: two\nlines \"of\" it", 90L), (report.Kind, report.What, report.UptimeS));
        Assert.Equal(40, report.LastLines.Length);
        Assert.EndsWith("line 61", report.LastLines[0], StringComparison.Ordinal);
        Assert.EndsWith("line 100", report.LastLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_as_it_goes_out_has_the_words_of_its_schema_and_no_more_than_some_kilobytes()
    {
        using (RunFile run = Begin())
        {
            using Serilog.Core.Logger log = new LoggerConfiguration().WriteTo.Sink(run.Lines).CreateLogger();
            for (int i = 0; i < 100; i++)
            {
                log.Information("{Text}", new string('x', 10_000));
            }

            run.SayDied(CrashKind.Hung, new string('y', 1_000_000));
        }

        using RunFile next = Begin();
        byte[] json = next.Found!.ToJson();
        Assert.InRange(json.Length, 1, 16_384);
        JsonElement report = JsonDocument.Parse(json).RootElement;
        Assert.Equal(
            ["crashId", "kind", "at", "startedAt", "version", "uptimeS", "what", "lastLines"], report.EnumerateObject().Select(p => p.Name));
        Assert.Equal("hung", report.GetProperty("kind").GetString());
    }

    [Fact]
    public void Ten_reports_are_kept_the_newest()
    {
        List<string> found = [];
        for (int i = 0; i < CrashFiles.MostKept + 4; i++)
        {
            using RunFile run = Begin();
            found.Add(run.Found?.CrashId ?? "");
            time.Advance(TimeSpan.FromMinutes(1));
        }

        CrashFiles crashes = new(data.Path);
        Assert.Equal(found.TakeLast(CrashFiles.MostKept), crashes.Untold().Select(r => r.CrashId));
        crashes.MarkTold(found[^1]);
        Assert.Equal((found[^1], true), (crashes.Newest()!.Value.Report.CrashId, crashes.Newest()!.Value.IsTold));
        Assert.DoesNotContain(crashes.Untold(), r => r.CrashId == found[^1]);
    }

    [Fact]
    public void Runs_that_soon_end_are_counted_until_one_is_healthy()
    {
        for (int i = 0; i < 4; i++)
        {
            using RunFile run = Begin();
            Assert.Equal(i, run.ShortRuns);
            run.SayRefused("the port is taken");
        }

        using (RunFile healthy = Begin())
        {
            Assert.Equal(4, healthy.ShortRuns);
            healthy.SayHealthy();
        }

        using RunFile next = Begin();
        Assert.Equal(0, next.ShortRuns);
    }

    [Fact]
    public void A_power_cut_is_no_restart_storm()
    {
        Begin().Dispose();
        Begin().Dispose();

        using RunFile next = Begin(NextBoot);

        Assert.Equal(0, next.ShortRuns);
    }

    [Fact]
    public void A_run_that_told_why_it_could_not_is_no_crash()
    {
        using (RunFile run = Begin())
        {
            run.SayRefused("chargers cannot connect to 0.0.0.0:8887");
        }

        using RunFile next = Begin();
        Assert.Null(next.Found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json at all")]
    [InlineData("{\"startedAt\":\"2026-11-28T12:00:00+00:00\",\"bootId\":\"boot-1\"}\n{\"kind\":\"hu")]
    [InlineData("null\n[]\n{\"kind\":\"martian\"}")]
    public void Whatever_the_file_holds_the_site_starts(string content)
    {
        File.WriteAllText(data.File(RunFile.Name), content);

        using RunFile run = Begin();
        run.Dispose();

        using RunFile next = Begin();
        Assert.Equal(CrashKind.Killed, next.Found!.Kind);
    }

    /// <summary>Its id becomes a file's name again once it is told, and a topic.</summary>
    [Theory]
    [InlineData("""{"crashId":"../../000001-a","kind":"killed","at":null,"startedAt":"","version":"","uptimeS":null,"what":"x","lastLines":[]}""")]
    [InlineData("""{"crashId":"000001-b","kind":"killed","at":null,"startedAt":"","version":"","uptimeS":null,"what":"x","lastLines":[]}""")]
    [InlineData("""{"crashId":"000001-a","kind":"killed","at":null,"startedAt":"","version":"","uptimeS":null,"what":null,"lastLines":[]}""")]
    [InlineData("""{"crashId":"000001-a","kind":"killed"}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    public void A_report_that_is_not_what_its_name_says_is_none_of_ours(string content)
    {
        Directory.CreateDirectory(data.File(CrashFiles.FolderName));
        File.WriteAllText(data.File($"{CrashFiles.FolderName}/000001-a.json"), content);
        CrashFiles crashes = new(data.Path);
        Assert.Null(crashes.Newest());
        Assert.Empty(crashes.Untold());
    }

    [Fact]
    public void One_that_is_disposed_of_twice_closes_nobody_elses_file()
    {
        RunFile run = Begin();
        run.Dispose();
        FileStream[] others = [.. Enumerable.Range(0, 8).Select(i => new FileStream(data.File($"other-{i}"), FileMode.CreateNew))];
        run.Dispose();
        run.SayHealthy();
        foreach (FileStream other in others)
        {
            other.WriteByte(1);
            other.Dispose();
            Assert.Equal(1, new FileInfo(other.Name).Length);
        }
    }

    [Fact]
    public void Another_daemons_run_is_left_alone()
    {
        using RunFile first = Begin();
        string before = Content();

        using (RunFile second = Begin())
        {
            Assert.Null(second.Found);
            second.SayDied(CrashKind.Exception, "not mine");
            second.EndInOrder();
        }

        Assert.Equal(before, Content());
    }

    [MountFact]
    public void On_a_full_disk_the_report_is_told_from_memory_and_the_start_goes_on()
    {
        using SmallDisk disk = SmallDisk.Tmpfs(data.File("disk"), "size=256k");
        RunFile.Begin(disk.Path, time, ThisBoot).Dispose();
        disk.Fill();

        using RunFile next = RunFile.Begin(disk.Path, time, ThisBoot);

        Assert.Equal(CrashKind.Killed, next.Found!.Kind);
        Assert.Equal(next.Found, Assert.Single(next.Crashes.Untold()));
        Assert.Equal(next.Found, next.Crashes.Newest()!.Value.Report);
        Assert.Empty(Directory.GetFiles(Path.Combine(disk.Path, CrashFiles.FolderName)));
    }

    private RunFile Begin(string boot = ThisBoot) => RunFile.Begin(data.Path, time, boot);

    /// <summary>Read beside the one that holds it.</summary>
    private string Content()
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = Edge.Storage.Posix.OpenToRead(data.File(RunFile.Name))!;
        byte[] bytes = new byte[8_192];
        return System.Text.Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
    }
}
