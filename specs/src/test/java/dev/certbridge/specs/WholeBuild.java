package dev.certbridge.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;

/** What one audit finds in a contract that was broken on purpose, and what the build does, which runs them all. */
final class WholeBuild {

    private WholeBuild() {}

    /** The complaints of one audit, which must be among those of all; the others may have complaints of their own. */
    static <C extends Collection<String>> C inTheWhole(Contract broken, C complaints) {
        assertThat(WholeAudit.all(broken)).containsAll(complaints);
        return complaints;
    }

    /** That one audit has one complaint, which names all of these. */
    static void only(Contract contract, Collection<String> complaints, String... parts) {
        assertThat(inTheWhole(contract, complaints))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("specs/" + contract.provider());
        assertThat(complaints.iterator().next()).contains(parts);
    }
}
