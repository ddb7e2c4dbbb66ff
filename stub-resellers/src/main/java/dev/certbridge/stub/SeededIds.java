package dev.certbridge.stub;

import java.math.BigInteger;
import java.util.Random;

/** A generator of ids, tokens and serial numbers, the same for the same seed. Thread-safe. */
public final class SeededIds {

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String HEX = "0123456789abcdef";

    private final Random random;

    /** Starts from a seed. */
    public SeededIds(long seed) {
        this.random = new Random(seed);
    }

    /** Returns upper-case letters and digits of Crockford's base32. */
    public String crockford(int length) {
        return letters(CROCKFORD, length);
    }

    /** Returns lower-case hexadecimal digits. */
    public String hex(int length) {
        return letters(HEX, length);
    }

    /** Returns a number from 0 up to, and without, the bound. */
    public synchronized int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns a positive serial number of 95 bits, the top one set so that its text always has the same length. */
    public synchronized BigInteger serial() {
        return new BigInteger(96, random).setBit(94).clearBit(95);
    }

    private synchronized String letters(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
