package dev.certbridge.client.transport;

import java.util.Optional;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** The part of the Public Suffix List (publicsuffix.org) that registries keep, in the copy that HttpClient brings. */
public final class PublicSuffix {

    private PublicSuffix() {}

    /**
     * Returns the reason why a certificate for this name would belong to a whole registry, as the rest of a sentence
     * about it; empty when it belongs to somebody. {@code co.uk} and {@code *.co.uk} have one. A suffix of a private
     * company, such as {@code github.io}, has none: its owner may order.
     */
    public static Optional<String> findProblem(String name) {
        String domain = name.startsWith("*.") ? name.substring(2) : name;
        // A name below a suffix is a domain; a name below a domain is not, and below nothing that is listed neither.
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
