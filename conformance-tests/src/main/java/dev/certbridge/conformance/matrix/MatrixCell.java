package dev.certbridge.conformance.matrix;

import java.util.List;
import java.util.Locale;

/**
 * The state of one column for one documented response.
 *
 * @param state the state
 * @param text one short line for people
 * @param reason why a gap is waived, empty for all others
 * @param links the places behind the cell
 */
record MatrixCell(State state, String text, String reason, List<Link> links) {

    /** The states of a cell, the worst last. */
    enum State {
        /** Nothing is needed: {@link PactRelevance} computed that no adapter relies on it. */
        NOT_RELIED_ON('\u00b7'),
        /** A stub answered so, but only with the example of the contract, which is no evidence about the reseller. */
        CANNED('\u25cb'),
        /** There is something behind the cell. */
        FILLED('\u2713'),
        /** Something is missing, and the waiver file has the reason why that is accepted for now. */
        WAIVED('~'),
        /** Something is missing or failed. It fails the build. */
        GAP('\u2715');

        private final char sign;

        State(char sign) {
            this.sign = sign;
        }

        /** Returns the character that the page shows beside the colour. */
        char sign() {
            return sign;
        }

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** Returns the name in files and style classes, such as {@code not-relied-on}. */
        public String key() {
            return words().replace(' ', '-');
        }
    }

    /**
     * A link to a place behind a cell.
     *
     * @param text the text of the link
     * @param path a file, from the root of the repository; empty for a rule of the kit
     * @param line the line in the file, from 1; 0 for a rule of the kit
     */
    record Link(String text, String path, int line) {

        static Link rule(String number) {
            return new Link(number, "", 0);
        }

        boolean isRule() {
            return path.isEmpty();
        }

        /** Returns the id of the place on the page. */
        public String anchor() {
            return isRule() ? "rule-" + text : anchor(path, String.valueOf(line));
        }

        static String anchor(String path, String line) {
            return path.replace('/', '-') + "-L" + line;
        }
    }

    MatrixCell(State state, String text, List<Link> links) {
        this(state, text, "", links);
    }

    MatrixCell {
        links = List.copyOf(links);
    }

    MatrixCell waived(String waiverReason) {
        return new MatrixCell(State.WAIVED, text, waiverReason, List.of());
    }

    boolean isGap() {
        return state == State.GAP;
    }
}
