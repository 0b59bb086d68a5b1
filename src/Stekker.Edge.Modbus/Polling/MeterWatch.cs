using Stekker.Edge.Core.Time;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Polling;

/// <summary>All meters of a site: one bus per line, one poller per meter.</summary>
public sealed class MeterWatch : IDisposable
{
    private readonly Dictionary<MeterAddress, ModbusBus> buses = [];
    private readonly List<MeterPoller> pollers = [];

    public MeterWatch(IEnumerable<MeterSettings> meters, TimeProvider time, Func<Now> now, Action<MeterEvent> tell)
    {
        MeterSettings[] all = [.. meters];
        foreach (MeterSettings meter in all)
        {
            if (!buses.TryGetValue(meter.Address, out ModbusBus? bus))
            {
                // The slowest device behind an address says how long to wait after connecting.
                TimeSpan pause = all.Where(m => m.Address == meter.Address).Max(static m => m.Device.AfterConnect);
                buses[meter.Address] = bus = meter.Address.Open(time, pause);
            }

            pollers.Add(new MeterPoller(meter, bus, time, now, tell));
        }
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(pollers.Select(p => p.RunAsync(cancel)));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    public void Dispose()
    {
        foreach (ModbusBus bus in buses.Values)
        {
            bus.Dispose();
        }
    }
}
