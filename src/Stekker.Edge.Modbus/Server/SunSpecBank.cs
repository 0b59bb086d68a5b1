using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Devices.SunSpec;

namespace Stekker.Edge.Modbus.Server;

/// <summary>Lays a SunSpec chain out in a bank, all points "not implemented" until a description fills them.</summary>
public static class SunSpecBank
{
    private const ushort NotImplemented = 0x8000;

    /// <param name="models">Ids in order, after the common model, with the length each says.</param>
    public static SunSpecChain Lay(RegisterBank bank, ushort start, int commonLength, string manufacturer, string model, params ReadOnlySpan<(int Id, int Length)> models)
    {
        bank.Put(RegisterTable.Holding, start, SunSpecChain.FirstMark, SunSpecChain.SecondMark);
        int at = start + 2;
        ushort[] common = new ushort[commonLength + 2];
        common[0] = SunSpecModels.Common;
        common[1] = (ushort)commonLength;
        RegisterText.Put(manufacturer, common.AsSpan(2, 16));
        RegisterText.Put(model, common.AsSpan(18, 16));
        RegisterText.Put("SIM-1", common.AsSpan(50, 16));
        bank.Put(RegisterTable.Holding, at, common);
        ImmutableArray<SunSpecModel>.Builder laid = ImmutableArray.CreateBuilder<SunSpecModel>();
        laid.Add(new(SunSpecModels.Common, at, commonLength));
        at += common.Length;
        foreach ((int id, int length) in models)
        {
            ushort[] words = new ushort[length + 2];
            words.AsSpan().Fill(NotImplemented);
            words[0] = (ushort)id;
            words[1] = (ushort)length;
            int modules = id == SunSpecModels.Strings ? (length - 8) / 20 : 0;
            if (modules > 0)
            {
                words[8] = (ushort)modules;
            }

            bank.Put(RegisterTable.Holding, at, words);
            laid.Add(new(id, at, length, modules));
            at += words.Length;
        }

        bank.Put(RegisterTable.Holding, at, (ushort)SunSpecChain.EndOfChain, 0);
        return new(manufacturer, model, "SIM-1", laid.ToImmutable());
    }
}
