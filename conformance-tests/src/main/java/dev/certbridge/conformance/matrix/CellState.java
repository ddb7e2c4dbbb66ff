package dev.certbridge.conformance.matrix;

import java.util.Arrays;

/** The kinds of cells, the worst last. */
enum CellState {
    NOT_RELIED_ON('\u00b7', "not relied on", MatrixCell.NotReliedOn.class),
    CANNED('\u25cb', "canned", MatrixCell.Canned.class),
    FILLED('\u2713', "filled", MatrixCell.Filled.class),
    WAIVED('~', "waived", MatrixCell.Waived.class),
    HOLE('\u2715', "hole", MatrixCell.Gap.class);

    private final char sign;
    private final String words;
    private final Class<? extends MatrixCell> type;

    CellState(char sign, String words, Class<? extends MatrixCell> type) {
        this.sign = sign;
        this.words = words;
        this.type = type;
    }

    static CellState of(MatrixCell cell) {
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
