namespace Stekker.Edge.Configuration;

/// <summary>One thing that is wrong (or, as a warning, odd) in a site's configuration.</summary>
/// <param name="Key">Its path, as "chargePoints[2].connectors[0].maxA"; "line 4, column 7" where the file is no JSON there; the file's path where it cannot be read.</param>
/// <param name="Value">As written, shortened; *** for secrets; empty where there is none to show.</param>
/// <param name="WhatWouldBeRight">In words.</param>
public sealed record ConfigurationError(string Key, string Value, string WhatWouldBeRight)
{
    /// <summary>One line for people: key, value, what would be right.</summary>
    public override string ToString() => Value.Length == 0 ? $"{Key}: {WhatWouldBeRight}" : $"{Key} = {Value}: {WhatWouldBeRight}";
}
