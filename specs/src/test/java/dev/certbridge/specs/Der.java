package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** As much DER as a signing request needs. */
record Der(int tag, byte[] encoded, byte[] content) {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int SEQUENCE = 0x30;

    /** The elements that bytes consist of, and nothing else. */
    static List<Der> elements(byte[] bytes) {
        List<Der> elements = new ArrayList<>();
        int start = 0;
        while (start < bytes.length) {
            int at = start + 2;
            int length = at <= bytes.length ? bytes[start + 1] & 0xff : 0;
            if (length > 0x7f) {
                int more = length & 0x7f;
                length = 0;
                for (int i = 0; i < more && at < bytes.length; i++) {
                    length = length << 8 | bytes[at++] & 0xff;
                }
            }
            if (length < 0 || at + length > bytes.length) {
                throw new IllegalArgumentException("cut off at byte " + start);
            }
            elements.add(new Der(
                    bytes[start] & 0xff,
                    Arrays.copyOfRange(bytes, start, at + length),
                    Arrays.copyOfRange(bytes, at, at + length)));
            start = at + length;
        }
        return elements;
    }

    /** The elements inside this one, which has to be of this kind and hold at least so many. */
    List<Der> inside(int expectedTag, int atLeast) {
        List<Der> elements = tag == expectedTag ? elements(content) : List.of();
        if (elements.size() < atLeast) {
            throw new IllegalArgumentException("not the shape that was expected");
        }
        return elements;
    }
}
