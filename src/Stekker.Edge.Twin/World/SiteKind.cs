namespace Stekker.Edge.Twin.World;

/// <summary>Whose site it is: what its building takes by the hour, and when its drivers come and go.</summary>
public enum SiteKind
{
    /// <summary>Under a block of flats: residents, mostly at night.</summary>
    Garage,

    /// <summary>Employees, by day.</summary>
    Office,

    /// <summary>Vans that come back in the evening and leave early.</summary>
    Depot,

    /// <summary>Anyone, at any time, for a short while.</summary>
    Public,
}
