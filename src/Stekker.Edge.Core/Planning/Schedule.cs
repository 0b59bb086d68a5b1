namespace Stekker.Edge.Core.Planning;

/// <summary>
/// A plan in the making: what every participant (each car, and the battery last) does in each step, and what that adds up to.
/// Always within every limit; each method that changes it keeps the sums right. Energies are in kW times steps, so that a
/// kW in one step is one unit of energy and prices per kWh rank moves as they are.
/// </summary>
internal sealed partial class Schedule
{
    /// <summary>Powers and energies below this are nothing; the sums of a horizon stay well within the tolerances of meters.</summary>
    public const double Nothing = 1e-7;

    /// <summary>Class of a car on all lines; classes 0, 1 and 2 are cars on one line.</summary>
    public const int ThreePhase = 3;

    /// <summary>The battery: on all lines, and not behind the chargers' feeder.</summary>
    public const int Battery = 4;

    public const int Classes = 5;

    private const double PromiseSlip = 1e-3;

    private readonly double[] referenceKw;
    private readonly bool[] isPunctual;

    /// <summary>By car, the last step of its direct phase; -1 where it has none.</summary>
    private readonly int[] lastPromised;

    /// <param name="referenceKw">What the direct phase promises, at [session * steps + step].</param>
    /// <param name="startKw">What the cars do to begin with, likewise.</param>
    /// <param name="isPunctual">By session, whether its direct phase is kept as promised to the kW, and never ahead of it.</param>
    public Schedule(PlanningProblem problem, StepLimits limits, double[] referenceKw, double[] startKw, bool[]? isPunctual = null)
    {
        this.referenceKw = referenceKw;
        this.isPunctual = isPunctual ?? new bool[problem.Sessions.Length];
        lastPromised = new int[problem.Sessions.Length];
        Problem = problem;
        Limits = limits;
        Steps = limits.Steps;
        Lines = limits.Lines;
        Cars = problem.Sessions.Length;
        Count = Cars + (problem.Battery is null ? 0 : 1);
        Class = new int[Count];
        First = new int[Count];
        Last = new int[Count];
        Efficiency = new double[Count];
        TopEnergy = new double[Count];
        EndEnergy = new double[Count];
        EndWorth = new double[Count];
        Row = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            First[i] = i < Cars ? problem.Sessions[i].ArrivalStep : 0;
            Last[i] = (i < Cars ? problem.Sessions[i].DepartureStep : Steps) - 1;
            Row[i] = Places - First[i];
            Places += Last[i] - First[i] + 1;
        }

        Of = new int[Places];
        for (int i = 0; i < Count; i++)
        {
            Of.AsSpan(Row[i] + First[i], Last[i] - First[i] + 1).Fill(i);
        }

        PowerKw = new double[Places];
        LeastKw = new double[Places];
        MostKw = new double[Places];
        Stored = new double[Places];
        FloorEnergy = new double[Places];
        NetKw = [.. problem.RestKw];
        EvLineKw = new double[Lines * Steps];
        SiteLineKw = new double[Lines * Steps];
        EnergyWorth worth = new(problem);
        for (int s = 0; s < Cars; s++)
        {
            EndWorth[s] = worth.Of(problem.Sessions[s]);
            AddCar(s, problem.Sessions[s], startKw);
        }

        if (problem.Battery is { } battery)
        {
            EndWorth[Cars] = worth.OfBattery;
            AddBattery(battery);
        }
    }

    public PlanningProblem Problem { get; }

    public StepLimits Limits { get; }

    public int Steps { get; }

    public int Lines { get; }

    public int Cars { get; }

    /// <summary>Cars, and the battery where there is one.</summary>
    public int Count { get; }

    public int[] Class { get; }

    /// <summary>Pairs of a participant and a step it is there in: what powers and energies are listed by.</summary>
    public int Places { get; }

    /// <summary>The place of a participant in a step is Row[participant] + step.</summary>
    public int[] Row { get; }

    /// <summary>Whose place it is.</summary>
    public int[] Of { get; }

    public int[] First { get; }

    /// <summary>The last step it is there in.</summary>
    public int[] Last { get; }

    public double[] Efficiency { get; }

    public double[] PowerKw { get; }

    public double[] LeastKw { get; }

    public double[] MostKw { get; }

    /// <summary>Energy gained since arrival, after each step.</summary>
    public double[] Stored { get; }

    public double[] FloorEnergy { get; }

    public double[] TopEnergy { get; }

    /// <summary>Energy wanted at the end; each unit lacking then is worth <see cref="EndWorth"/>.</summary>
    public double[] EndEnergy { get; }

    public double[] EndWorth { get; }

    public double[] NetKw { get; }

    public double[] EvLineKw { get; }

    /// <summary>Cars and battery together.</summary>
    public double[] SiteLineKw { get; }

    public double Unmet(int participant) => EndEnergy[participant] - Stored[Row[participant] + Last[participant]];

    public int StepOf(int place) => place - Row[Of[place]];

    /// <summary>Changes one power and everything that follows from it. Limits are the caller's business.</summary>
    public void Add(int participant, int step, double kw)
    {
        int at = Row[participant] + step;
        double before = PowerKw[at];
        double after = before + kw;
        if (Math.Abs(after) < Nothing * 0.01)
        {
            after = 0;
        }

        PowerKw[at] = after;
        double gained = Gain(participant, after) - Gain(participant, before);
        int end = Row[participant] + Last[participant];
        for (int i = at; i <= end; i++)
        {
            Stored[i] += gained;
        }

        AddLoad(Class[participant], step, after - before);
    }

    public double Gain(int participant, double kw) => kw >= 0 ? kw : kw / Efficiency[participant];

    /// <summary>Whether it may give back: the battery, and cars with V2G.</summary>
    public bool IsStore(int participant) => participant >= Cars || Problem.Sessions[participant].VehicleToGrid is not null;

    /// <summary>Least and most power of a car in a step it is there in.</summary>
    public (double LeastKw, double MostKw) Bounds(int car, int step)
    {
        if (isPunctual[car] && step <= lastPromised[car])
        {
            double promisedKw = referenceKw[(car * Steps) + step];
            return (promisedKw, promisedKw);
        }

        PlanningSession session = Problem.Sessions[car];
        bool charges = session.NeedKwh > 0 || session.VehicleToGrid is not null;
        return (-(session.VehicleToGrid?.DischargeKw ?? 0), charges ? session.MaxChargeKw : 0);
    }

    public void Keep(ScheduleCopy copy)
    {
        PowerKw.CopyTo(copy.PowerKw, 0);
        LeastKw.CopyTo(copy.LeastKw, 0);
        MostKw.CopyTo(copy.MostKw, 0);
        Stored.CopyTo(copy.Stored, 0);
        NetKw.CopyTo(copy.NetKw, 0);
        EvLineKw.CopyTo(copy.EvLineKw, 0);
        SiteLineKw.CopyTo(copy.SiteLineKw, 0);
    }

    public void Restore(ScheduleCopy copy)
    {
        copy.PowerKw.CopyTo(PowerKw, 0);
        copy.LeastKw.CopyTo(LeastKw, 0);
        copy.MostKw.CopyTo(MostKw, 0);
        copy.Stored.CopyTo(Stored, 0);
        copy.NetKw.CopyTo(NetKw, 0);
        copy.EvLineKw.CopyTo(EvLineKw, 0);
        copy.SiteLineKw.CopyTo(SiteLineKw, 0);
    }

    /// <summary>Whether every store stays at or above its floor all the time, and the battery ends as it must.</summary>
    public bool KeepsPromises()
    {
        for (int i = 0; i < Count; i++)
        {
            for (int t = First[i]; t <= Last[i]; t++)
            {
                if (Stored[Row[i] + t] < FloorEnergy[Row[i] + t] - PromiseSlip)
                {
                    return false;
                }
            }
        }

        return Count == Cars || Unmet(Cars) < PromiseSlip;
    }

    /// <summary>Unmet energy at its worth: what comes before cost.</summary>
    public double UnmetWorth()
    {
        double worth = 0;
        for (int i = 0; i < Count; i++)
        {
            worth += Math.Max(0, Unmet(i)) * EndWorth[i];
        }

        return worth;
    }

    /// <summary>Cost in EUR per step hour, with unmet energy at its worth; less is better.</summary>
    public double Worth() => UnmetWorth() + (CostEur() / Problem.StepHours);

    public double CostEur()
    {
        double cost = 0;
        for (int t = 0; t < Steps; t++)
        {
            cost += NetKw[t] * (NetKw[t] > 0 ? Problem.ImportEurPerKwh[t] : Problem.ExportEurPerKwh[t]);
        }

        return cost * Problem.StepHours;
    }

    private void AddCar(int s, PlanningSession session, double[] startKw)
    {
        double hours = Problem.StepHours;
        VehicleToGrid? v2g = session.VehicleToGrid;
        Class[s] = session.Line ?? ThreePhase;
        Efficiency[s] = v2g?.RoundTripEfficiency ?? 1;
        TopEnergy[s] = session.NeedKwh / hours;
        EndEnergy[s] = session.RequiredKwh / hours;
        lastPromised[s] = -1;
        for (int t = session.ArrivalStep; t < session.DepartureStep; t++)
        {
            lastPromised[s] = referenceKw[(s * Steps) + t] > 0 ? t : lastPromised[s];
        }

        double sum = 0;
        for (int t = session.ArrivalStep; t < session.DepartureStep; t++)
        {
            int at = Row[s] + t;
            sum += referenceKw[(s * Steps) + t];
            (LeastKw[at], MostKw[at]) = Bounds(s, t);
            FloorEnergy[at] = t <= lastPromised[s] ? Math.Min(sum, TopEnergy[s]) : v2g is null ? 0 : -v2g.SellableKwh / hours;
            if (startKw[(s * Steps) + t] > 0)
            {
                Add(s, t, startKw[(s * Steps) + t]);
            }
        }
    }

    private void AddBattery(PlanningBattery battery)
    {
        int b = Cars;
        double hours = Problem.StepHours;
        Class[b] = Battery;
        Efficiency[b] = battery.RoundTripEfficiency;
        TopEnergy[b] = (battery.MostKwh - battery.StartKwh) / hours;
        EndEnergy[b] = (battery.EndKwh - battery.StartKwh) / hours;
        for (int t = 0; t < Steps; t++)
        {
            int at = Row[b] + t;
            MostKw[at] = battery.PowerKw;
            LeastKw[at] = -battery.PowerKw;
            FloorEnergy[at] = (battery.LeastKwh - battery.StartKwh) / hours;
        }
    }
}
