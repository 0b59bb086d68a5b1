using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace Stekker.Edge.CentralSystem.Gate;

/// <summary>Whose certificate a charger shows (OCPP security whitepaper, profile 3): its charge point id is the subject's common name, or a DNS name of it.</summary>
internal static class ClientCertificate
{
    private const string CommonName = "2.5.4.3";

    public static bool IsOf(X509Certificate2 certificate, string chargePointId)
    {
        (ImmutableArray<string> common, ImmutableArray<string> dns) = NamesIn(certificate);
        return common.Contains(chargePointId, StringComparer.Ordinal) || dns.Contains(chargePointId, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>For people: whom it names.</summary>
    public static string Named(X509Certificate2 certificate)
    {
        (ImmutableArray<string> common, ImmutableArray<string> dns) = NamesIn(certificate);
        string names = string.Join(", ", common.Concat(dns).Distinct(StringComparer.Ordinal));
        return names.Length > 0 ? Configuration.ConfigurationNode.Clean(names) : "nobody";
    }

    private static (ImmutableArray<string> Common, ImmutableArray<string> Dns) NamesIn(X509Certificate2 certificate)
    {
        ImmutableArray<string> common =
        [
            .. certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(n => !n.HasMultipleElements && n.GetSingleElementType().Value == CommonName)
                .Select(n => n.GetSingleElementValue())
                .OfType<string>(),
        ];
        ImmutableArray<string> dns = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())];
        return (common, dns);
    }
}
