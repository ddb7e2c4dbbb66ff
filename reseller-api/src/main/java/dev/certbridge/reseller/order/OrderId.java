package dev.certbridge.reseller.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The id of an order together with the account of the order. A client of another provider, environment or account
 * refuses the id. The method {@link #parse} reads the text that {@link #toString} returns.
 *
 * @param provider the reseller's name, {@code regfish} for instance
 * @param environment the environment: {@code live}, {@code ote} for the reseller's test environment, or the host of
 *     another address
 * @param account the customer handle at Realtime Register, or the label of the account at other resellers; a hyphen if
 *     no account was given
 * @param providerId the reseller's id of a process at Realtime Register, or of a certificate at regfish. An id that has
 *     control characters, format characters or more than 200 characters is stored in quoted form, see {@link #isQuoted}
 * @param keySha256 the SHA-256 of the ordered public key in base64url; a hyphen if the key is not known, for instance
 *     because the order is from a listing
 * @param namesSha256 the SHA-256 of the ordered names in base64url, see {@link
 *     dev.certbridge.reseller.csr.DomainName#namesSha256}; a hyphen if the names are not known
 * @param oldSerial for a reissue, the serial number of the replaced certificate in lower-case hex; otherwise a hyphen
 */
public record OrderId(
        String provider,
        String environment,
        String account,
        Kind kind,
        String providerId,
        String keySha256,
        String namesSha256,
        String oldSerial) {

    /** The hyphen that stands for a value that is not known or does not apply. */
    public static final String NONE = "-";

    private static final String PREFIX = "certbridge";
    private static final Pattern SHA256 = Pattern.compile("[A-Za-z0-9_-]{43}|-");

    /** The kind of an order. */
    public enum Kind {
        /** An order for a new certificate. */
        ORDER,
        /** An order that renews an older certificate. */
        RENEWAL,
        /** A replacement of a certificate within the same order. */
        REISSUE
    }

    /**
     * Creates an id.
     *
     * @throws IllegalArgumentException a part is empty, or a hash is neither a hyphen nor 43 characters of base64url
     */
    public OrderId {
        if (provider.isEmpty()
                || environment.isEmpty()
                || account.isEmpty()
                || providerId.isEmpty()
                || oldSerial.isEmpty()) {
            throw new IllegalArgumentException("a part of the order id is empty");
        }
        providerId = IdCodec.of(providerId);
        if (!SHA256.matcher(keySha256).matches() || !SHA256.matcher(namesSha256).matches()) {
            throw new IllegalArgumentException(
                    "the two hashes in the order id are not SHA-256 in base64url without padding");
        }
    }

    /**
     * Creates the id of an order or renewal, or of a reissue if the serial number of the replaced certificate is not
     * known.
     *
     * @throws IllegalArgumentException a part is empty, or a hash is neither a hyphen nor 43 characters of base64url
     */
    public OrderId(
            String provider,
            String environment,
            String account,
            Kind kind,
            String providerId,
            String keySha256,
            String namesSha256) {
        this(provider, environment, account, kind, providerId, keySha256, namesSha256, NONE);
    }

    /**
     * Parses the text form of an order id.
     *
     * @throws IllegalArgumentException the text is not an order id
     */
    public static OrderId parse(String text) {
        String[] parts = text.trim().split(":", -1);
        if (parts.length < 8 || parts.length > 9 || !parts[0].equals(PREFIX)) {
            throw new IllegalArgumentException("not an order id. An example is certbridge:regfish:live:-:order:...");
        }
        String[] plain = Arrays.stream(parts).map(OrderId::decoded).toArray(String[]::new);
        return new OrderId(
                plain[1],
                plain[2],
                plain[3],
                kind(plain[4]),
                plain[5],
                plain[6],
                plain[7],
                parts.length == 9 ? plain[8] : NONE);
    }

    /**
     * Returns true if the reseller's id cannot be used to read the order, because the id has control characters, format
     * characters or more than 200 characters. An order whose id cannot be used exists nevertheless, and can be found in
     * the reseller's console.
     */
    public boolean isQuoted() {
        return providerId.startsWith("\"");
    }

    /** Returns the text form that {@link #parse} reads: one word without blanks or quotes. */
    @Override
    public String toString() {
        String kindWord = kind.name().toLowerCase(Locale.ROOT);
        Stream<String> parts =
                Stream.of(PREFIX, provider, environment, account, kindWord, providerId, keySha256, namesSha256);
        return Stream.concat(parts, Stream.of(oldSerial).filter(serial -> !serial.equals(NONE)))
                .map(part -> URLEncoder.encode(part, UTF_8))
                .collect(Collectors.joining(":"));
    }

    /** Returns provider, environment and account as one text, which identifies the account. */
    public String target() {
        return target(provider, environment, account);
    }

    /** Returns provider, environment and account as one text, which identifies the account. */
    public static String target(String provider, String environment, String account) {
        return provider + " " + environment + " " + account;
    }

    /**
     * Converts a {@link #target} to a text for messages. If the target has no account, the text ends in {@code (no
     * account)}.
     */
    public static String describe(String target) {
        return target.endsWith(" " + NONE) ? target.substring(0, target.length() - 1) + "(no account)" : target;
    }

    private static Kind kind(String word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("not an order id: its kind must be order, renewal or reissue"));
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an order id: a part is not percent-encoded text", e);
        }
    }
}
