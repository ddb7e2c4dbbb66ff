package dev.certbridge.reseller.csr;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rules for the DNS names that a certificate can be ordered for. */
public final class DomainName {

    /**
     * Top-level domains for private networks: reserved by RFC 6761, 6762, 7686 and 9476 or by ICANN, or in such wide use
     * that ICANN delegates them to nobody. Not {@code example}, which stubs sell.
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
     * Returns the name if a certificate can be ordered for it: lower-case ASCII, two or more labels of 1 to 63 of
     * {@code [a-z0-9-]}, at most 253 characters, an optional leading {@code *.}. Internationalized names are written as
     * A-labels, because converting them here could silently order another name.
     *
     * @throws IllegalArgumentException it is not such a name; the message says what to write instead
     */
    public static String requireValid(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a domain name is empty; write a name such as www.example.com");
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
            throw refused(name, "has a misplaced wildcard; write the star alone, in front, as in *.example.com");
        }
        String[] labels = host.split("\\.", -1);
        if (labels.length < 2) {
            throw refused(name, "has a single label; write at least two, as in example.com");
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
     * Returns the reason why no public certificate authority issues for this valid name, as the rest of a sentence about
     * it; empty when there is none. Internal names and labels that are neither plain nor A-labels are out since the
     * CA/Browser Forum's Baseline Requirements of 2015 and 2021.
     */
    public static Optional<String> findProblem(String name) {
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        if (INTERNAL.contains(suffix) || name.endsWith(".home.arpa")) {
            return Optional.of("ends in ." + suffix + ", which is for private networks and no public certificate"
                    + " authority can validate; order a name of the public DNS");
        }
        for (String label : name.split("\\.")) {
            if (label.startsWith("xn--") && !isText(Punycode.decode(label.substring(4)))) {
                return Optional.of("has the label " + label + ", which is not a valid A-label; encode the name again");
            }
            if (label.startsWith("--", 2) && !label.startsWith("xn")) {
                return Optional.of("has the label " + label
                        + ", and hyphens in its third and fourth place are reserved; use another name");
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
     * Returns one value for a set of names, whatever their order or case: the SHA-256 of the sorted, lower-cased,
     * de-duplicated names joined by newlines, as base64url without padding.
     */
    public static String namesSha256(Collection<String> names) {
        Set<String> sorted = new TreeSet<>();
        for (String name : names) {
            sorted.add(lowerCase(name));
        }
        return Sha256.of(String.join("\n", sorted).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the name with A to Z in lower case. {@link String#toLowerCase} also turns the Kelvin sign into an ASCII
     * k, and so one name
     * into another.
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

    /** Returns true when a certificate that lists {@code listed} is valid for {@code wanted}; both in lower case. */
    static boolean covers(String listed, String wanted) {
        if (listed.equals(wanted)) {
            return true;
        }
        int dot = wanted.indexOf('.');
        // A star stands for exactly one label; a wanted star matches only the same listed name, found equal above.
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
        // Echoed only when it can be a name: a pasted private key or a line break must not reach a log.
        boolean harmless =
                name.length() <= 253 && name.chars().noneMatch(Character::isISOControl) && !name.contains("-----");
        return new IllegalArgumentException((harmless ? "domain name \"" + name + "\" " : "a domain name ") + reason);
    }
}
