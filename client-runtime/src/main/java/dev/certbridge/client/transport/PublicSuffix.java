package dev.certbridge.client.transport;

import java.util.Optional;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** The registry section of the Public Suffix List (publicsuffix.org), from the copy in HttpClient. */
public final class PublicSuffix {

    private PublicSuffix() {}

    /**
     * Returns a problem text if a name belongs to a registry and therefore cannot have a certificate. The problem text
     * continues a sentence that starts with the name. Returns an empty result if the name does not belong to a
     * registry. For example, {@code co.uk} and {@code *.co.uk} belong to a registry. The suffix {@code github.io} of a
     * private company does not belong to a registry, because the company may order certificates for this suffix.
     */
    public static Optional<String> findProblem(String name) {
        String domain = name.startsWith("*.") ? name.substring(2) : name;
        // Only a name directly below a suffix is a domain. So the name is a suffix if a name below it is a domain and
        // the name itself is not.
        boolean suffix = isDomain("a." + domain) && !isDomain(domain);
        return !suffix
                ? Optional.empty()
                : Optional.of("cannot have a certificate, because a registry sells the names below " + domain
                        + "; order a name below " + domain);
    }

    private static boolean isDomain(String name) {
        return name.equals(PublicSuffixMatcherLoader.getDefault().getDomainRoot(name, DomainType.ICANN));
    }
}
