using System.Runtime.InteropServices;
using Stekker.Edge.Cli;
using Stekker.Edge.Cli.Parsing;

using CancellationTokenSource stop = new();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await CommandLine.RunAsync(args, Terminal.OfProcess(), stop.Token);
