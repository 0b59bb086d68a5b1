namespace Stekker.Edge.Core.Planning;

/// <summary>What the connection has room for in each step, and what one kW more or less costs there.</summary>
internal sealed partial class Schedule
{
    /// <summary>Marginal price of one kW more in this step, while it is below the cap.</summary>
    public double PriceUp(int step) => NetKw[step] < -Nothing ? Problem.ExportEurPerKwh[step] : Problem.ImportEurPerKwh[step];

    /// <summary>What one kW less saves in this step.</summary>
    public double PriceDown(int step) => NetKw[step] > Nothing ? Problem.ImportEurPerKwh[step] : Problem.ExportEurPerKwh[step];

    public double RoomUp(int step) => Limits.ImportCapKw[step] - NetKw[step];

    /// <summary>Room on one line for a class of participants.</summary>
    public double LineRoom(int ofClass, int line, int step)
    {
        double site = Limits.LineHighKw[step] - SiteLineKw[(line * Steps) + step];
        return ofClass == Battery ? site : Math.Min(site, Limits.EvLineKw - EvLineKw[(line * Steps) + step]);
    }

    /// <summary>Whether a class finds room on every line it needs.</summary>
    public bool HasLineRoom(int ofClass, int step)
    {
        if (ofClass < ThreePhase)
        {
            return LineRoom(ofClass, ofClass, step) > Nothing;
        }

        for (int l = 0; l < Lines; l++)
        {
            if (LineRoom(ofClass, l, step) <= Nothing)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Room on a line behind the chargers' own fuse.</summary>
    public double EvLineRoom(int line, int step) => Limits.EvLineKw - EvLineKw[(line * Steps) + step];

    /// <summary>How much more one of this class may draw in this step, its own limits aside.</summary>
    public double Room(int ofClass, int step)
    {
        double room = RoomUp(step);
        if (ofClass < ThreePhase)
        {
            return Math.Min(room, LineRoom(ofClass, ofClass, step));
        }

        for (int l = 0; l < Lines; l++)
        {
            room = Math.Min(room, Lines * LineRoom(ofClass, l, step));
        }

        return room;
    }

    /// <summary>How much less one of this class may draw, or how much more give back, in this step, its own limits aside.</summary>
    public double RoomDown(int ofClass, int step)
    {
        double room = Limits.ExportCapKw[step] + NetKw[step];
        int first = ofClass < ThreePhase ? ofClass : 0;
        int last = ofClass < ThreePhase ? ofClass : Lines - 1;
        double parts = ofClass < ThreePhase ? 1 : Lines;
        for (int l = first; l <= last; l++)
        {
            int at = (l * Steps) + step;
            double line = SiteLineKw[at] - Limits.LineLowKw[step];
            room = Math.Min(room, parts * (ofClass == Battery ? line : Math.Min(line, EvLineKw[at] + Limits.EvLineKw)));
        }

        return room;
    }

    public void AddLoad(int ofClass, int step, double kw)
    {
        NetKw[step] += kw;
        if (ofClass < ThreePhase)
        {
            EvLineKw[(ofClass * Steps) + step] += kw;
            SiteLineKw[(ofClass * Steps) + step] += kw;
            return;
        }

        double share = kw / Lines;
        for (int l = 0; l < Lines; l++)
        {
            SiteLineKw[(l * Steps) + step] += share;
            if (ofClass == ThreePhase)
            {
                EvLineKw[(l * Steps) + step] += share;
            }
        }
    }
}
