package dev.certbridge.reseller.csr;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rules for DNS names for which a certificate can be ordered. */
public final class DomainName {

    /**
     * The top-level domains for private networks. ICANN and the RFCs 6761, 6762, 7686 and 9476 reserve most of these
     * domains. Private networks use the remaining domains so widely that ICANN does not delegate these domains. The
     * name {@code example} is not included, because stubs issue certificates for this name.
     */
    private static final Set<String> INTERNAL = Set.of(
            "alt",
            "corp",
            "domain",
            "home",
            "internal",
            "intranet",
            "invalid",
            "lan",
            "local",
            "localdomain",
            "localhost",
            "mail",
            "onion",
            "private",
            "test");

    private DomainName() {}

    /**
     * Checks that a certificate can be ordered for the name, and returns the name. A valid name is lower-case ASCII,
     * has at most 253 characters, and consists of at least two labels of 1 to 63 characters from {@code [a-z0-9-]}. A
     * valid name may begin with a wildcard, as in {@code *.example.com}. An internationalized name must be written with
     * A-labels ({@code xn--}), because a conversion could cause an order for a different name.
     *
     * @throws IllegalArgumentException the name is not valid; the message says what to write instead
     */
    public static String requireValid(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a domain name is empty. Write a name such as www.example.com");
        }
        if (name.chars().anyMatch(c -> c > 127)) {
            throw refused(name, "is not ASCII; write the A-label (xn--...) instead");
        }
        if (!name.equals(lowerCase(name))) {
            throw refused(name, "has upper-case letters; write it in lower case");
        }
        if (name.length() > 253) {
            throw refused(name, "is longer than 253 characters; shorten it");
        }
        String host = name.startsWith("*.") ? name.substring(2) : name;
        if (host.indexOf('*') >= 0) {
            throw refused(name, "has a misplaced wildcard; write the star as the first label, as in *.example.com");
        }
        String[] labels = host.split("\\.", -1);
        if (labels.length < 2) {
            throw refused(name, "has a single label; write at least two labels, as in example.com");
        }
        for (String label : labels) {
            requireLabel(name, label);
        }
        if (labels[labels.length - 1].chars().allMatch(Character::isDigit)) {
            throw refused(name, "ends in a number like an IP address; write a domain name");
        }
        return name;
    }

    /**
     * Returns the reason why no public certificate authority issues a certificate for the given valid name; empty if
     * there is no such reason. The returned text completes a sentence that begins with the domain name. The Baseline
     * Requirements of the CA/Browser Forum have excluded internal names since 2015. Since 2021, the Baseline
     * Requirements have also excluded labels that have hyphens in the third and fourth place and are not valid
     * A-labels.
     */
    public static Optional<String> findProblem(String name) {
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        if (INTERNAL.contains(suffix) || name.endsWith(".home.arpa")) {
            return Optional.of("ends in ." + suffix + ", which is for private networks, so no public certificate"
                    + " authority can validate the name; order a name of the public DNS");
        }
        for (String label : name.split("\\.")) {
            if (label.startsWith("xn--") && !isText(Punycode.decode(label.substring(4)))) {
                return Optional.of("has the label " + label + ", which is not a valid A-label; encode the name again");
            }
            if (label.startsWith("--", 2) && !label.startsWith("xn")) {
                return Optional.of("has the label " + label
                        + ", but hyphens in its third and fourth place are reserved; use another name");
            }
        }
        return Optional.empty();
    }

    private static boolean isText(Optional<String> decoded) {
        return decoded.filter(text -> text.codePoints().anyMatch(c -> c > 127))
                .filter(text -> text.codePoints().noneMatch(DomainName::isNoText))
                .isPresent();
    }

    private static boolean isNoText(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.UNASSIGNED,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UPPERCASE_LETTER -> true;
            default -> false;
        };
    }

    /**
     * Returns a hash of a set of names. The hash depends neither on the sequence of the names nor on upper and lower
     * case. The hash is the SHA-256 of the sorted names in lower case without duplicates, joined by newlines, as
     * base64url without padding.
     */
    public static String namesSha256(Collection<String> names) {
        Set<String> sorted = new TreeSet<>();
        for (String name : names) {
            sorted.add(lowerCase(name));
        }
        return Sha256.of(String.join("\n", sorted).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the name with the letters A to Z in lower case. {@link String#toLowerCase} is not used, because that
     * method also converts the Kelvin sign to an ASCII k, which results in a different name.
     */
    static String lowerCase(String name) {
        if (name.chars().noneMatch(c -> c >= 'A' && c <= 'Z')) {
            return name;
        }
        StringBuilder lower = new StringBuilder(name);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return lower.toString();
    }

    /**
     * Returns true if a certificate with the listed name is valid for the wanted name. Both names must be in lower
     * case.
     */
    public static boolean covers(String listed, String wanted) {
        if (listed.equals(wanted)) {
            return true;
        }
        int dot = wanted.indexOf('.');
        // A star matches exactly one label. A wanted name with a star matches only the same listed name, which was
        // compared above.
        return listed.startsWith("*.") && dot > 0 && listed.substring(1).equals(wanted.substring(dot));
    }

    private static void requireLabel(String name, String label) {
        if (label.isEmpty()) {
            throw refused(name, "has an empty label; remove the extra dot");
        }
        if (label.length() > 63) {
            throw refused(name, "has a label longer than 63 characters; shorten it");
        }
        if (!label.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
            throw refused(name, "has a character that is not allowed; use letters, digits and hyphens only");
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            throw refused(name, "has a label that starts or ends with a hyphen; remove the hyphen");
        }
    }

    private static IllegalArgumentException refused(String name, String reason) {
        // The message contains the text only if the text can be a name. A pasted private key or a line break must not
        // be logged.
        boolean harmless =
                name.length() <= 253 && name.chars().noneMatch(Character::isISOControl) && !name.contains("-----");
        return new IllegalArgumentException((harmless ? "domain name \"" + name + "\" " : "a domain name ") + reason);
    }
}
