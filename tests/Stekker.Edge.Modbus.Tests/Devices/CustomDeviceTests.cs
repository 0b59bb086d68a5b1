using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Tests.Devices;

public sealed class CustomDeviceTests
{
    [Fact]
    public void A_described_device_reads_like_one_of_the_catalogue()
    {
        CustomDevice custom = new()
        {
            Name = "cellar",
            Kind = "inverter",
            Phases = 1,
            Registers = [new CustomRegister { Quantity = "power", Phase = "l1", Function = 4, Address = 12, Type = "float32", Order = "cdab", Scale = -1 }],
        };

        (DeviceDescription? device, _) = custom.Describe();

        Assert.Equal(new Register(Quantity.Power, Phase.L1, RegisterTable.Input, 12, RegisterType.Float32, WordOrder.CDAB, -1), Assert.Single(device!.Registers));
        Assert.Equal(DeviceKind.Inverter, device.Kind);
    }

    [Fact]
    public void All_errors_are_told_at_once_each_with_key_value_and_what_would_be_right()
    {
        CustomDevice custom = new()
        {
            Kind = "kettle",
            MostPerRead = 0,
            Registers = [new CustomRegister { Quantity = "watts", Function = 5, Address = 65535, Type = "int32", Order = "1234", Scale = double.NaN }],
        };

        (DeviceDescription? device, var errors) = custom.Describe();

        Assert.Null(device);
        foreach (string key in (string[])["kind \"kettle\"", "mostPerRead 0", "registers[0].quantity \"watts\"", "registers[0].function 5", "registers[0].address 65535", "registers[0].order", "registers[0].scale NaN"])
        {
            Assert.Contains(errors, e => e.ToString().StartsWith(key, StringComparison.Ordinal) && e.WhatWouldBeRight.StartsWith("must be", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_register_is_an_error() => Assert.Equal("registers", Assert.Single(new CustomDevice().Describe().Errors).Key);

    [Fact]
    public void A_description_without_power_or_current_is_an_error() =>
        Assert.Contains(
            "power or current",
            Assert.Single(new CustomDevice { Registers = [new CustomRegister { Quantity = "voltage", Address = 0 }] }.Describe().Errors).WhatWouldBeRight,
            StringComparison.Ordinal);

    [Fact]
    public void A_register_of_a_phase_the_device_does_not_have_is_an_error()
    {
        CustomDevice custom = new() { Phases = 1, Registers = [new CustomRegister { Quantity = "power", Phase = "L2", Address = 0 }] };

        CustomFault fault = Assert.Single(custom.Describe().Errors);

        Assert.Equal(("registers[0].phase", "\"L2\""), (fault.Key, fault.Value));
        Assert.Contains("phases is 1", fault.WhatWouldBeRight, StringComparison.Ordinal);
    }
}
