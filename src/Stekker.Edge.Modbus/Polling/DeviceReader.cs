using System.Collections.Immutable;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Devices.SunSpec;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Polling;

/// <summary>Reads one device once: the poller's heart, and all that "meter read" needs.</summary>
public sealed class DeviceReader(IModbusLink link, byte unit, DeviceDescription wanted, MeterRole role, MeterWiring wiring, string meterId, TimeSpan? patience = null)
{
    /// <summary>What a device refused, perhaps while it was starting, is tried again after this.</summary>
    public static readonly TimeSpan RelearnAfter = TimeSpan.FromMinutes(15);

    private readonly ReadingValues values = new();
    private readonly HashSet<ReadBlock> answered = [];
    private readonly HashSet<string> told = [];
    private DeviceDescription? found;
    private LearnedPlan? plan;
    private TimeSpan relearnAt;
    private volatile bool forget;

    /// <summary>After a SunSpec walk, the device as found.</summary>
    public DeviceDescription Device => found ?? wanted;

    /// <summary>What was learned of the device since the last look.</summary>
    public List<string> Notes { get; } = [];

    /// <param name="all">Also what changes slowly; its last values stay until they are read again.</param>
    /// <returns>The reading, or the sentence that says why there is none.</returns>
    public async ValueTask<(MeterReading? Reading, string? Error)> ReadAsync(bool all, Func<Stamp> now, CancellationToken cancel)
    {
        if (await PrepareAsync(cancel) is { } trouble)
        {
            return (null, trouble);
        }

        if (plan!.HasLearned && now().Elapsed >= relearnAt)
        {
            plan.Forget();
        }

        relearnAt = plan.HasLearned ? relearnAt : (now().Elapsed + RelearnAfter) ?? TimeSpan.MaxValue;
        values.Clear(static q => q.IsFast());
        if (await BlocksAsync(plan.Fast, cancel) is { } error)
        {
            return (null, error);
        }

        if (all)
        {
            values.Clear(static q => !q.IsFast());

            // Without counters and frequency there is still a reading; a line that went silent meanwhile shows at the next.
            string? lacking = await BlocksAsync(plan.Slow, cancel);
            if (lacking is not null && plan.Fast.Count == 0)
            {
                return (null, lacking);
            }
        }

        if (plan.Fast.Count == 0 && plan.Slow.Count == 0)
        {
            // One sentence says it all, instead of one for each register.
            Notes.Clear();
            plan.Forget();
            return (null, $"unit {unit} answers, but has none of the registers of {Device.Name}: wrong device type, or wrong unit id");
        }

        return (ReadingBuilder.Build(meterId, role, Device, wiring, values, now()), null);
    }

    /// <summary>From the next read on everything is looked at anew: after a silence it may be another device, or the same one awake.</summary>
    public void Forget() => forget = true;

    private async ValueTask<string?> PrepareAsync(CancellationToken cancel)
    {
        if (forget)
        {
            forget = false;
            answered.Clear();
            plan?.Forget();
            plan = wanted.SunSpec is null ? plan : null;
        }

        if (plan is not null)
        {
            return null;
        }

        if (wanted.SunSpec is not null)
        {
            (SunSpecChain? chain, string? error) = await SunSpecChain.WalkAsync(link, unit, patience ?? wanted.Patience, cancel);
            if (chain is null)
            {
                return error;
            }

            (found, error) = SunSpecDevice.Describe(wanted, chain, role switch
            {
                MeterRole.Solar => SunSpecPart.Inverter,
                MeterRole.Battery => SunSpecPart.Battery,
                _ => SunSpecPart.Meter,
            });
            if (found is null)
            {
                return error;
            }

            Note($"found {found.Name}, serial number {chain.Serial}, SunSpec models {string.Join(", ", chain.Models.Select(static m => m.Id))}");
        }

        foreach (string note in Device.AllNotes)
        {
            Note(note);
        }

        plan = new LearnedPlan(Device);
        return null;
    }

    private async ValueTask<string?> BlocksAsync(IReadOnlyList<ReadBlock> blocks, CancellationToken cancel)
    {
        // A copy: what the device refuses changes the plan while it is carried out, and what replaces it is asked at once.
        Queue<ReadBlock> open = new(blocks);
        while (open.TryDequeue(out ReadBlock? block))
        {
            ModbusReply reply = await link.AskAsync(unit, block.Request, patience ?? Device.Patience, cancel);
            switch (reply)
            {
                case ModbusReply.Registers answer:
                    answered.Add(block);
                    foreach (Register register in block.Registers)
                    {
                        values.Add(register.Quantity, register.Phase, register.Decode(block.Address, answer.Values.AsSpan()));
                    }

                    break;
                case ModbusReply.Refused { Code: ExceptionCode.IllegalDataAddress or ExceptionCode.IllegalDataValue or ExceptionCode.IllegalFunction } when !answered.Contains(block):
                    ImmutableArray<ReadBlock> instead = plan!.Refuse(block);
                    if (instead.IsEmpty)
                    {
                        Register r = block.Registers[0];
                        Note($"no {r.Quantity} {(r.Phase == Phase.Total ? "" : r.Phase)} from this device: {ReplyWords.Of(reply, unit, link.IsSerial, block.Request)}".Replace("  ", " ", StringComparison.Ordinal));
                    }

                    foreach (ReadBlock smaller in instead)
                    {
                        open.Enqueue(smaller);
                    }

                    break;
                default:
                    return ReplyWords.Of(reply, unit, link.IsSerial, block.Request);
            }
        }

        return null;
    }

    private void Note(string words)
    {
        if (told.Add(words))
        {
            Notes.Add(words);
        }
    }
}
