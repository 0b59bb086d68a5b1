using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Polling;

/// <summary>A device's read plan, corrected by what the device turns out to refuse.</summary>
internal sealed class LearnedPlan(DeviceDescription device)
{
    private ImmutableArray<ReadBlock> fast = Plan(device, static q => q.IsFast());
    private ImmutableArray<ReadBlock> slow = Plan(device, static q => !q.IsFast());

    public IReadOnlyList<ReadBlock> Fast => fast;

    public IReadOnlyList<ReadBlock> Slow => slow;

    public bool HasLearned { get; private set; }

    /// <summary>What to ask instead; nothing where a register is given up.</summary>
    public ImmutableArray<ReadBlock> Refuse(ReadBlock block)
    {
        ImmutableArray<ReadBlock> instead = ReadPlan.Instead(block);
        fast = Replace(fast, block, instead);
        slow = Replace(slow, block, instead);
        HasLearned = true;
        return instead;
    }

    /// <summary>Firmware gets new registers, and a device that was starting up refuses everything for a while.</summary>
    public void Forget()
    {
        fast = Plan(device, static q => q.IsFast());
        slow = Plan(device, static q => !q.IsFast());
        HasLearned = false;
    }

    private static ImmutableArray<ReadBlock> Plan(DeviceDescription device, Func<Quantity, bool> which) =>
        ReadPlan.Make(device.Registers.Where(r => which(r.Quantity)), device.MostPerRead, device.MostGap);

    private static ImmutableArray<ReadBlock> Replace(ImmutableArray<ReadBlock> plan, ReadBlock block, ImmutableArray<ReadBlock> instead) =>
        plan.IndexOf(block) is >= 0 and var at ? plan.RemoveAt(at).InsertRange(at, instead) : plan;
}
