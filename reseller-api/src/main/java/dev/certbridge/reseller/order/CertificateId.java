package dev.certbridge.reseller.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The id of a certificate at a reseller. Certificate ids and order ids have different Java types, because Realtime
 * Register uses integers for both. The method {@link #parse} reads the text that {@link #toString} returns.
 *
 * @param provider the reseller's name
 * @param environment the environment: {@code live}, {@code ote} for the reseller's test environment, or the host of
 *     another address
 * @param account the customer handle at Realtime Register, or the label of the account at other resellers; a hyphen if
 *     no account was given
 * @param providerId the reseller's id of the certificate. An id that has control characters, format characters or more
 *     than 200 characters is stored in quoted form, as in {@link OrderId#providerId()}
 */
public record CertificateId(String provider, String environment, String account, String providerId) {

    private static final String PREFIX = "certbridge-certificate";

    /**
     * Creates an id.
     *
     * @throws IllegalArgumentException a part is empty
     */
    public CertificateId {
        if (Stream.of(provider, environment, account, providerId).anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a part of the certificate id is empty");
        }
        providerId = IdCodec.of(providerId);
    }

    /**
     * Parses the text form of a certificate id.
     *
     * @throws IllegalArgumentException the text is not a certificate id
     */
    public static CertificateId parse(String text) {
        String[] parts = text.trim().split(":", -1);
        if (parts.length != 5 || !parts[0].equals(PREFIX)) {
            throw new IllegalArgumentException(
                    "not a certificate id. An example is " + PREFIX + ":realtime:live:handle:4711");
        }
        try {
            return new CertificateId(decoded(parts[1]), decoded(parts[2]), decoded(parts[3]), decoded(parts[4]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a certificate id: a part is empty or not percent-encoded text", e);
        }
    }

    /** Returns provider, environment and account as one text, which identifies the account. */
    public String target() {
        return OrderId.target(provider, environment, account);
    }

    /** Returns the text form that {@link #parse} reads: one word without blanks or quotes. */
    @Override
    public String toString() {
        return Stream.of(PREFIX, provider, environment, account, providerId)
                .map(part -> URLEncoder.encode(part, UTF_8))
                .collect(Collectors.joining(":"));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, UTF_8);
    }
}
