package dev.certbridge.conformance.matrix;

/** Text as HTML and XML take it. */
final class HtmlText {

    private HtmlText() {}

    /** For content and for attributes in double quotes. Characters that XML forbids become a replacement character. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(allowed(point) ? point : '\ufffd');
            }
        });
        return escaped.toString();
    }

    /** The same text without what XML 1.0 cannot hold, for a writer that escapes the rest itself. */
    static String allowed(String text) {
        return text.codePoints()
                .map(point -> allowed(point) ? point : '\ufffd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean allowed(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= 0x20 && point <= 0xd7ff
                || point >= 0xe000 && point <= 0xfffd
                || point >= 0x10000;
    }
}
