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
 * The id of an order. Another provider, environment or account refuses it. {@link #parse} reads what {@link #toString}
 * prints.
 *
 * @param provider the reseller's name, {@code regfish} for instance
 * @param environment {@code live}, {@code ote}, or the host of another address
 * @param account the customer handle at Realtime Register; {@code -} where none was given
 * @param kind the kind of the order
 * @param providerId the reseller's id: a process at Realtime Register, a certificate at regfish. One with control
 *     characters or more than 200 characters is stored as a quotation for a person, see {@link #isQuoted}
 * @param keySha256 base64url of the SHA-256 of the ordered public key; {@code -} when it is not known, for an order
 *     found in a listing
 * @param namesSha256 base64url of the SHA-256 of the ordered names; {@code -} when they are not known
 * @param oldSerial for a reissue, the serial number of the certificate it replaces, in lower-case hex; else {@code -}
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

    /** The text for a value that is not known, or does not apply. */
    public static final String NONE = "-";

    private static final String PREFIX = "certbridge";
    private static final Pattern SHA256 = Pattern.compile("[A-Za-z0-9_-]{43}|-");

    /** The kind of an order. */
    public enum Kind {
        /** A new certificate. */
        ORDER,
        /** A renewal of an older one. */
        RENEWAL,
        /** A replacement within the same order. */
        REISSUE
    }

    public OrderId {
        if (provider.isEmpty()
                || environment.isEmpty()
                || account.isEmpty()
                || providerId.isEmpty()
                || oldSerial.isEmpty()) {
            throw new IllegalArgumentException("an order id has no empty part");
        }
        providerId = IdCodec.of(providerId);
        if (!SHA256.matcher(keySha256).matches() || !SHA256.matcher(namesSha256).matches()) {
            throw new IllegalArgumentException("an order id ends in two SHA-256 sums, base64url without padding");
        }
    }

    /** Creates the id of an order that replaces no certificate of its own order. */
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

    /** Parses the text form. Throws IllegalArgumentException if it is not an order id. */
    public static OrderId parse(String text) {
        String[] parts = text.trim().split(":", -1);
        if (parts.length < 8 || parts.length > 9 || !parts[0].equals(PREFIX)) {
            throw new IllegalArgumentException("not an order id; one looks like certbridge:regfish:live:-:order:...");
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
     * Returns true when the reseller's id cannot be used to ask for the order, because it holds control characters or more
     * than 200 characters. The order exists; look it up in the reseller's console.
     */
    public boolean isQuoted() {
        return IdCodec.isQuoted(providerId);
    }

    /** Returns the text form: one word, safe in messages and command lines. */
    @Override
    public String toString() {
        String kindWord = kind.name().toLowerCase(Locale.ROOT);
        Stream<String> parts =
                Stream.of(PREFIX, provider, environment, account, kindWord, providerId, keySha256, namesSha256);
        return Stream.concat(parts, Stream.of(oldSerial).filter(serial -> !serial.equals(NONE)))
                .map(part -> URLEncoder.encode(part, UTF_8))
                .collect(Collectors.joining(":"));
    }

    /** Returns provider, environment and account as one text. */
    public String target() {
        return target(provider, environment, account);
    }

    /** Returns provider, environment and account as one text, to compare. */
    public static String target(String provider, String environment, String account) {
        return provider + " " + environment + " " + account;
    }

    private static Kind kind(String word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("not an order id: its kind is none of order, renewal, reissue"));
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an order id: a part is not percent-encoded text", e);
        }
    }
}
