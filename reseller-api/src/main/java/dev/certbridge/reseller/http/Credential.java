package dev.certbridge.reseller.http;

/** An API key and the header it travels in. Printed, it shows neither. */
public final class Credential {

    private final String headerName;
    private final String prefix;
    private final String key;

    private Credential(String headerName, String prefix, String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException("the API key is empty");
        }
        if (!key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "the API key holds a line break, a space or another character that cannot travel in a header");
        }
        this.headerName = headerName;
        this.prefix = prefix;
        this.key = key;
    }

    /** A key that is the whole value of a header. */
    public static Credential header(String headerName, String key) {
        return new Credential(headerName, "", key);
    }

    /** A key in {@code Authorization}, after a scheme word. */
    public static Credential authorization(String scheme, String key) {
        return new Credential("Authorization", scheme + " ", key);
    }

    String headerName() {
        return headerName;
    }

    String headerValue() {
        return prefix + key;
    }

    /** Text that came from elsewhere, without the key in it. */
    String removedFrom(String text) {
        return text.replace(key, "***");
    }

    @Override
    public String toString() {
        return "Credential[***]";
    }
}
