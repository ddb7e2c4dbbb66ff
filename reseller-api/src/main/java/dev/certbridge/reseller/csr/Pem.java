package dev.certbridge.reseller.csr;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** The PEM text form (RFC 7468). Messages contain the type of a block but never its content. */
final class Pem {

    static final String BEGIN = "-----BEGIN ";

    // The type PKCS #7 SIGNED DATA contains a number sign.
    private static final Pattern BOUNDARY = Pattern.compile("-----(?:BEGIN|END) [A-Z0-9 #]{1,40}-----");
    private static final String CUT_OFF = "a PEM block is cut off or garbled; copy it again from BEGIN to END";

    private Pem() {}

    /** A PEM block: the type in its BEGIN line, and its decoded bytes. */
    record Block(String kind, byte[] der) {

        /** Returns true if the block is a private key of any type, even if the key is encrypted. */
        boolean isPrivateKey() {
            return kind.endsWith("PRIVATE KEY");
        }

        @Override
        public String toString() {
            return kind;
        }
    }

    /**
     * Returns all blocks in the order of the text. Text around the blocks is ignored.
     *
     * @throws IllegalArgumentException a block has no matching END line or is not base64. This exception has no cause,
     *     because the message of a cause could contain parts of a private key
     */
    static List<Block> blocks(String text) {
        List<Block> found = new ArrayList<>();
        // The library reads a boundary only if it is on a separate line.
        String lines = BOUNDARY.matcher(text).replaceAll("\n$0\n");
        try (PemReader reader = new PemReader(new StringReader(lines))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                found.add(new Block(block.getType(), block.getContent()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).contains("base64")
                            ? "a PEM block is not base64. Copy it again"
                            : CUT_OFF);
        }
        if (found.size() != occurrences(text)) {
            throw new IllegalArgumentException(CUT_OFF);
        }
        return found;
    }

    private static long occurrences(String text) {
        return Pattern.compile(BEGIN, Pattern.LITERAL).matcher(text).results().count();
    }

    /**
     * Returns the text in these bytes. Decodes UTF-16, which Windows tools write, if there is a byte order mark or if
     * exactly one of the first two bytes is zero. Decodes all other text with one character per byte, and omits the
     * byte order mark of UTF-8.
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

    /** Returns true if the bytes begin with a DER or BER sequence of long or indefinite length. */
    static boolean isDer(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == 0x30 && (bytes[1] & 0x80) != 0;
    }

    /** Returns a PEM block with lines of 64 characters and a final newline. */
    static String of(String kind, byte[] der) {
        byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
        return BEGIN + kind + "-----\n" + Base64.getMimeEncoder(64, newline).encodeToString(der) + "\n-----END " + kind
                + "-----\n";
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
