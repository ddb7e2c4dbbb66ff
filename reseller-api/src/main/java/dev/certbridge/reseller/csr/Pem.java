package dev.certbridge.reseller.csr;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** The PEM text form (RFC 7468). Messages name the kind of a block and never its content. */
final class Pem {

    static final String BEGIN = "-----BEGIN ";

    private static final String DASHES = "-----";
    // The number sign stands in PKCS #7 SIGNED DATA.
    private static final Pattern KIND = Pattern.compile("[A-Z0-9 #]{1,40}");
    private static final Pattern HEADERS = Pattern.compile("\\s*+(?:[A-Za-z-]{1,40}:[^\n]*+\r?\n[ \t\r]*+)++\n?");

    private Pem() {}

    /** One block: what its BEGIN line says, and its bytes. */
    record Block(String kind, byte[] der) {

        /** True for a private key, encrypted or not, in any of its notations. */
        boolean isPrivateKey() {
            return kind.endsWith("PRIVATE KEY");
        }

        @Override
        public String toString() {
            return kind;
        }
    }

    /**
     * Reads all blocks in order; text around them is ignored.
     *
     * @throws IllegalArgumentException when a block has no matching END line or is not base64
     */
    static List<Block> blocks(String text) {
        List<Block> found = new ArrayList<>();
        int at = 0;
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, at)) {
            int kindEnd = text.indexOf(DASHES, begin + BEGIN.length());
            String kind = kindEnd < 0 ? "" : text.substring(begin + BEGIN.length(), kindEnd);
            String last = "-----END " + kind + DASHES;
            int bodyStart = kindEnd + DASHES.length();
            int bodyEnd = KIND.matcher(kind).matches() ? text.indexOf(last, bodyStart) : -1;
            int nextBegin = text.indexOf(BEGIN, bodyStart);
            if (bodyEnd < 0 || (nextBegin >= 0 && nextBegin < bodyEnd)) {
                throw new IllegalArgumentException(
                        "a PEM block is cut off or garbled; copy it again from BEGIN to END");
            }
            found.add(new Block(kind, decoded(kind, text.substring(bodyStart, bodyEnd))));
            at = bodyEnd + last.length();
        }
        return found;
    }

    /**
     * Returns the text in these bytes: UTF-16 with a byte order mark or of ASCII characters only, as Windows tools
     * write it, else one character a byte without the byte order mark of UTF-8.
     */
    static String text(byte[] bytes) {
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            return new String(bytes, 3, bytes.length - 3, StandardCharsets.ISO_8859_1);
        }
        boolean marked = startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff);
        boolean little = bytes.length > 1 && bytes[0] != 0 && bytes[1] == 0;
        boolean big = bytes.length > 1 && bytes[0] == 0 && bytes[1] != 0;
        Charset charset = marked
                ? StandardCharsets.UTF_16
                : little ? StandardCharsets.UTF_16LE : big ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
        return new String(bytes, charset);
    }

    /** True for bytes that start as DER or BER does: a SEQUENCE whose length is in long or indefinite form. */
    static boolean isDer(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == 0x30 && (bytes[1] & 0x80) != 0;
    }

    /** The block as text: 64 columns, newline-terminated. */
    static String of(String kind, byte[] der) {
        byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
        return BEGIN + kind + "-----\n" + Base64.getMimeEncoder(64, newline).encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    private static byte[] decoded(String kind, String body) {
        try {
            // RFC 1421 headers stand in private keys of the traditional form that are encrypted.
            String bare = body.indexOf(':') < 0 ? body : HEADERS.matcher(body).replaceFirst("");
            return Base64.getDecoder().decode(bare.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            // The cause would quote characters of the content, which may be a key.
            throw new IllegalArgumentException("the PEM block " + kind + " is not base64; copy it again");
        }
    }

    private static boolean startsWith(byte[] bytes, int... first) {
        for (int i = 0; i < first.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != first[i]) {
                return false;
            }
        }
        return true;
    }
}
