package dev.certbridge.conformance.matrix;

import java.util.Arrays;

/** The kinds of cells, the worst last. */
enum State {
    NOT_RELIED_ON('\u00b7', "not relied on", Cell.NotReliedOn.class),
    CANNED('\u25cb', "canned", Cell.Canned.class),
    FILLED('\u2713', "filled", Cell.Filled.class),
    WAIVED('~', "waived", Cell.Waived.class),
    HOLE('\u2715', "hole", Cell.Hole.class);

    private final char sign;
    private final String words;
    private final Class<? extends Cell> type;

    State(char sign, String words, Class<? extends Cell> type) {
        this.sign = sign;
        this.words = words;
        this.type = type;
    }

    static State of(Cell cell) {
        return Arrays.stream(values())
                .filter(state -> state.type.isInstance(cell))
                .findFirst()
                .orElseThrow();
    }

    /** What the page shows beside the colour. */
    char sign() {
        return sign;
    }

    String words() {
        return words;
    }

    /** Its name in files and style classes. */
    String key() {
        return words.replace(' ', '-');
    }
}
