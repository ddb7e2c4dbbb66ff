package dev.certbridge.stub;

import java.math.BigInteger;
import java.util.Random;

/** A generator of ids, tokens and serial numbers. Equal seeds give equal sequences. Thread-safe. */
public final class SeededIds {

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String HEX = "0123456789abcdef";

    private final Random random;

    /** Creates a generator with a seed. */
    public SeededIds(long seed) {
        this.random = new Random(seed);
    }

    /** Returns a random text of upper-case letters and digits from the alphabet of Crockford's base32. */
    public String crockford(int length) {
        return letters(CROCKFORD, length);
    }

    /** Returns a random text of lower-case hexadecimal digits. */
    public String hex(int length) {
        return letters(HEX, length);
    }

    /** Returns a random number from 0 (inclusive) to the bound (exclusive). */
    public synchronized int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns a random, positive serial number of 95 bits, whose text always has the same length. */
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
