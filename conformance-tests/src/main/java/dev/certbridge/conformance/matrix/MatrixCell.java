package dev.certbridge.conformance.matrix;

import java.util.List;

/** What one column says of one pair. */
public sealed interface MatrixCell {

    /** One short line for people. */
    String text();

    /** Where to look. */
    List<CellLink> links();

    /** Its name in files: {@code filled}, {@code canned}, {@code not-relied-on}, {@code hole} or {@code waived}. */
    default String state() {
        return CellState.of(this).key();
    }

    /**
     * There is something.
     *
     * @param text what
     * @param links where it is
     */
    record Filled(String text, List<CellLink> links) implements MatrixCell {
        /** Keeps its own copy of the links. */
        public Filled {
            links = List.copyOf(links);
        }
    }

    /**
     * A stub answered so, but only with the example of the contract, which is derived from the contract and no evidence of
     * how the reseller behaves.
     *
     * @param text what was shown
     * @param links where the contract has it
     */
    record Canned(String text, List<CellLink> links) implements MatrixCell {
        /** Keeps its own copy of the links. */
        public Canned {
            links = List.copyOf(links);
        }
    }

    /**
     * There is nothing, and nothing is needed: {@link PactRelevance} computed that no adapter relies on it.
     *
     * @param text how that is known
     * @param links where the contract has it
     */
    record NotReliedOn(String text, List<CellLink> links) implements MatrixCell {
        /** Keeps its own copy of the links. */
        public NotReliedOn {
            links = List.copyOf(links);
        }
    }

    /**
     * Something is missing or broken. It fails the build.
     *
     * @param text what
     * @param links what to look at
     */
    record Gap(String text, List<CellLink> links) implements MatrixCell {
        /** Keeps its own copy of the links. */
        public Gap {
            links = List.copyOf(links);
        }
    }

    /**
     * Something is missing, and the waiver file says why that is accepted for now.
     *
     * @param text what is missing
     * @param reason why
     */
    record Waived(String text, String reason) implements MatrixCell {
        @Override
        public List<CellLink> links() {
            return List.of();
        }
    }
}
