package dev.certbridge.reseller.csr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PEM text form (RFC 7468). Messages name the kind of a block and never its content. */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BLOCK = Pattern.compile(BEGIN + "([A-Z0-9 ]{1,40})-----([^-]*+)-----END \\1-----");

    private Pem() {}

    /** One block: what its BEGIN line says, and its bytes. */
    record Block(String kind, byte[] der) {
        @Override
        public String toString() {
            return kind;
        }
    }

    /**
     * All blocks in order; text around them is ignored.
     *
     * @throws IllegalArgumentException when a block has no matching END line or is not base64
     */
    static List<Block> blocks(String text) {
        List<Block> found = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            found.add(new Block(matcher.group(1), decoded(matcher.group(1), matcher.group(2))));
        }
        if (text.split(BEGIN, -1).length - 1 != found.size()) {
            throw new IllegalArgumentException("a PEM block is cut off or garbled; copy it again from BEGIN to END");
        }
        return found;
    }

    /** The block as text: 64 columns, newline-terminated. */
    static String of(String kind, byte[] der) {
        byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
        return BEGIN + kind + "-----\n" + Base64.getMimeEncoder(64, newline).encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    private static byte[] decoded(String kind, String body) {
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            // The cause would quote characters of the content, which may be a key.
            throw new IllegalArgumentException("the PEM block " + kind + " is not base64; copy it again");
        }
    }
}
