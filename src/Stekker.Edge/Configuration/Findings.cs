namespace Stekker.Edge.Configuration;

/// <summary>Collects what is wrong while the whole file is walked, so that an installer mends it in one go.</summary>
internal sealed class Findings
{
    /// <summary>A file that is wrong all over (another program's) need not be told in full.</summary>
    private const int Most = 500;

    private readonly List<ConfigurationError> errors = [];
    private readonly List<ConfigurationError> warnings = [];

    public IReadOnlyList<ConfigurationError> Errors => errors;

    public IReadOnlyList<ConfigurationError> Warnings => warnings;

    public void Error(string key, string value, string right) => Add(errors, key, value, right);

    public void Warn(string key, string value, string right) => Add(warnings, key, value, right);

    private static void Add(List<ConfigurationError> list, string key, string value, string right)
    {
        if (list.Count < Most)
        {
            list.Add(new ConfigurationError(key, value, right));
        }
    }
}
