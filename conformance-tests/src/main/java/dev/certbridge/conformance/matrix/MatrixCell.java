package dev.certbridge.conformance.matrix;

import java.util.List;
import java.util.Locale;

/** The state of one column for one documented response. */
record MatrixCell(State state, String text, String reason, List<Link> links) {

    /** The states of a cell, from best to worst. */
    enum State {
        /**
         * The cell can be empty, because a pact covers the response, or because {@link PactRelevance} returned a
         * reason.
         */
        NOT_RELIED_ON('\u00b7'),
        /**
         * A stub sent this response only as the example of the contract. The behaviour of the stub did not produce the
         * response.
         */
        CANNED('\u25cb'),
        /** The cell has everything that its column requires. */
        FILLED('\u2713'),
        /** Something is missing, and the waiver file accepts the gap and states the reason. */
        WAIVED('~'),
        /** Something is missing or has failed. A gap makes the build fail. */
        GAP('\u2715');

        private final char sign;

        State(char sign) {
            this.sign = sign;
        }

        /** Returns the character that the page shows in addition to the colour of the state. */
        char sign() {
            return sign;
        }

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** Returns the name of the state in files and CSS classes, such as {@code not-relied-on}. */
        public String key() {
            return words().replace(' ', '-');
        }
    }

    /** A link from a cell to a line of a file or to a rule of the kit. */
    record Link(String text, String path, int line) {

        static Link rule(String number) {
            return new Link(number, "", 0);
        }

        boolean isRule() {
            return path.isEmpty();
        }

        /** Returns the HTML id of the part of the page to which this link leads. */
        public String anchor() {
            return isRule() ? "rule-" + text : anchor(path, line);
        }

        /** Returns the HTML id of a line of a file. The id is short, because the page has thousands of links. */
        static String anchor(String path, int line) {
            return file(path) + "-L" + line;
        }

        /**
         * Returns the name of a file, such as {@code regfish} for a contract and {@code certbridge-regfish} for a pact.
         */
        static String file(String path) {
            return path.replaceAll("^specs/|/openapi\\.yaml$|^.*/pacts/|\\.json$", "");
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

    /** Returns true if the cell is a gap only because a rule failed. */
    boolean isFailedRule() {
        return isGap() && links.stream().anyMatch(Link::isRule);
    }
}
