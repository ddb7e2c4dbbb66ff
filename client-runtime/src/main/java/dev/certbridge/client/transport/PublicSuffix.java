package dev.certbridge.client.transport;

import java.util.Optional;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** The registry part of the Public Suffix List (publicsuffix.org), in the copy of HttpClient. */
public final class PublicSuffix {

    private PublicSuffix() {}

    /**
     * Returns why a name cannot have a certificate because it belongs to a registry, as the rest of a sentence about the
     * name; empty for other names. {@code co.uk} and {@code *.co.uk} belong to one. The suffix of a private company, such
     * as {@code github.io}, does not: its owner may order.
     */
    public static Optional<String> findProblem(String name) {
        String domain = name.startsWith("*.") ? name.substring(2) : name;
        // A name directly below a suffix is a domain. A name below a domain is not, and neither is an unlisted one.
        boolean suffix = isDomain("a." + domain) && !isDomain(domain);
        return !suffix
                ? Optional.empty()
                : Optional.of("is or covers the public suffix " + domain
                        + ", under which a registry sells names; order a name below it");
    }

    private static boolean isDomain(String name) {
        return name.equals(PublicSuffixMatcherLoader.getDefault().getDomainRoot(name, DomainType.ICANN));
    }
}
