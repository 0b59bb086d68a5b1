using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.Modbus.Tests.Framing;

/// <summary>Readers meet cables, not friends: whatever comes, they return, use no more than there is, and believe no damaged RTU frame.</summary>
public sealed class FrameFuzzTests
{
    private const int Rounds = 10_000;

    [Fact]
    public void Mangled_answers_neither_crash_nor_deceive()
    {
        Random random = new(20261121);
        for (int round = 0; round < Rounds; round++)
        {
            ModbusRequest request = AnyRequest(random);
            Question question = new((byte)random.Next(1, 248), request, (ushort)round);
            IFraming framing = random.Next(2) == 0 ? new RtuFraming(random.Next(2) == 0) : new MbapFraming();
            byte[] answer = Answer(question, framing, random);
            byte[] mangled = Mangle(answer, random);

            FrameRead read = framing.Read(question, mangled);

            Assert.InRange(read.Used, 0, mangled.Length);
            if (read.Reply is ModbusReply.Registers registers)
            {
                Assert.Equal(request.Count, registers.Values.Length);
            }

            // A checksum misses one damaged frame in 65,536; this seed has none of those.
            bool copied = request.Function == ModbusFunction.WriteSingleRegister;
            Assert.True(framing is not RtuFraming || read.Reply is null || copied || Contains(mangled, answer), $"round {round}");
            Assert.True(read.Reply is not null || read.SoFar is not null, $"round {round}");
        }
    }

    [Fact]
    public void Mangled_requests_neither_crash_nor_stop_a_server()
    {
        Random random = new(42);
        for (int round = 0; round < Rounds; round++)
        {
            IServerFraming server = random.Next(2) == 0 ? new RtuServerFraming() : new MbapServerFraming();
            IFraming client = server is RtuServerFraming ? new RtuFraming() : new MbapFraming();
            byte[] frame = new byte[ModbusLimits.TcpFrame];
            int length = client.Write(new Question((byte)random.Next(1, 248), AnyRequest(random), (ushort)round), frame);

            (Incoming? request, int used) = server.Read(Mangle(frame[..length], random));

            Assert.True(used >= 0, $"round {round}");
            Assert.True(request is null || request.Request is not null || request.Refusal is not null, $"round {round}");
        }
    }

    private static ModbusRequest AnyRequest(Random random) => random.Next(6) switch
    {
        0 => ModbusRequest.ReadHolding((ushort)random.Next(1000), random.Next(1, 126)),
        1 => ModbusRequest.ReadInput((ushort)random.Next(1000), random.Next(1, 126)),
        2 => ModbusRequest.ReadCoils((ushort)random.Next(1000), random.Next(1, 100)),
        3 => ModbusRequest.WriteRegister((ushort)random.Next(1000), (ushort)random.Next(65536)),
        4 => ModbusRequest.WriteRegisters((ushort)random.Next(1000), [1, 2, 3]),
        _ => ModbusRequest.WriteCoils((ushort)random.Next(1000), [true, false, true]),
    };

    private static byte[] Answer(Question question, IFraming framing, Random random)
    {
        ModbusRequest asked = question.Request;
        ModbusReply reply = random.Next(5) == 0 ? new ModbusReply.Refused((ExceptionCode)random.Next(1, 12))
            : asked.IsWrite ? ModbusReply.Written.Instance
            : asked.IsBits ? new ModbusReply.Bits([.. Enumerable.Range(0, asked.Count).Select(_ => random.Next(2) == 0)])
            : new ModbusReply.Registers([.. Enumerable.Range(0, asked.Count).Select(_ => (ushort)random.Next(65536))]);
        IServerFraming server = framing.IsRtu ? new RtuServerFraming() : new MbapServerFraming();
        byte[] frame = new byte[ModbusLimits.TcpFrame];
        int pdu = AnswerPdu.Write((byte)asked.Function, asked, reply, frame.AsSpan(server.PduAt));
        return frame[..server.Wrap(question.Unit, question.Transaction, frame, pdu)];
    }

    private static byte[] Mangle(byte[] frame, Random random)
    {
        List<byte> bytes = [.. frame];
        for (int turn = random.Next(4); turn > 0; turn--)
        {
            int at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at + 1));
                    break;
                case 2:
                    byte[] noise = new byte[random.Next(1, 40)];
                    random.NextBytes(noise);
                    bytes.InsertRange(at, noise);
                    break;
                case 3:
                    bytes.InsertRange(0, frame);
                    break;
                default:
                    bytes.AddRange(frame);
                    break;
            }
        }

        return [.. bytes];
    }

    private static bool Contains(byte[] bytes, byte[] part) => bytes.AsSpan().IndexOf(part) >= 0;
}
