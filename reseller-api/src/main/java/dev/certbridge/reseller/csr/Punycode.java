package dev.certbridge.reseller.csr;

import java.util.Optional;

/**
 * A decoder for the part of an A-label after {@code xn--} (RFC 3492). The decoder of the JDK supports only Unicode 3.2.
 */
final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_CODE_POINT = 128;

    private Punycode() {}

    /** Returns the decoded label; empty if the text cannot be decoded. The text must be lower-case ASCII. */
    static Optional<String> decode(String encoded) {
        int delimiter = encoded.lastIndexOf('-');
        StringBuilder output = new StringBuilder(encoded.substring(0, Math.max(0, delimiter)));
        int length = output.length();
        int at = delimiter + 1;
        long codePoint = FIRST_CODE_POINT;
        long index = 0;
        int bias = FIRST_BIAS;
        while (at < encoded.length()) {
            long before = index;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < encoded.length() ? digit(encoded.charAt(at++)) : BASE;
                if (digit == BASE || weight > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                index += digit * weight;
                int threshold = Math.max(T_MIN, Math.min(T_MAX, k - bias));
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
            }
            length++;
            bias = bias(index - before, length, before == 0);
            codePoint += index / length;
            index %= length;
            if (codePoint > Character.MAX_CODE_POINT) {
                return Optional.empty();
            }
            int position = output.offsetByCodePoints(0, (int) index);
            output.insert(position, Character.toChars((int) codePoint));
            index++;
        }
        return Optional.of(output.toString());
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : BASE;
    }

    private static int bias(long delta, int length, boolean first) {
        long rest = first ? delta / DAMP : delta / 2;
        rest += rest / length;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * rest / (rest + SKEW));
    }
}
