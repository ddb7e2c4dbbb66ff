package dev.certbridge.specs;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Everything that a contract is held to, in one list: a broken contract has to fail this and not only its own check. */
enum WholeAudit {
    NO_OPERATION_OR_STATUS_APPEARS_VANISHES_OR_IS_RENAMED_UNNOTICED(WholeAudit::known),
    EVERY_OPERATION_AND_RESPONSE_SAYS_HOW_WE_KNOW(StatedEvidence::complaints),
    EVERY_RESPONSE_SAYS_WHAT_A_CALLER_MUST_CONCLUDE(StatedOutcome::complaints),
    EXACTLY_THE_LISTED_OPERATIONS_CAN_COST_MONEY(SpendingList::complaints),
    EVERY_OPERATION_HAS_A_GOOD_NAME_ONE_TAG_AND_ITS_OWN_SECURITY(Naming::complaints),
    EVERY_REFERENCE_LEADS_SOMEWHERE_AND_STANDS_ALONE(References::complaints),
    NO_ANSWER_IS_CLOSED_TO_NEW_VALUES_AND_NO_REQUEST_HAS_DEFAULTS(OpenSchemas::complaints),
    NOTHING_SECRET_IS_PRINTED(MaskedSecrets::complaints),
    EVERY_BODY_HAS_AN_EXAMPLE_AND_EVERY_EXAMPLE_VALIDATES(WorkingExamples::complaints),
    EVERY_MEMBER_OF_EVERY_SCHEMA_IS_SHOWN_BY_AN_EXAMPLE(ShownMembers::complaints),
    EVERY_CERTIFICATE_AND_SIGNING_REQUEST_IN_AN_EXAMPLE_IS_REAL(PemBlocks::complaints);

    private static final Path OPERATIONS = Path.of("operations.txt");

    /** Looks at a contract and says what is wrong with it, and where. */
    private interface Check {
        List<String> complaints(Contract contract) throws JsonProcessingException;
    }

    private final Check check;

    WholeAudit(Check check) {
        this.check = check;
    }

    List<String> complaints(Contract contract) {
        try {
            return check.complaints(contract);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a sentence, for the message of a failure. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The complaints of all of them. */
    static List<String> all(Contract contract) {
        return Stream.of(values())
                .flatMap(audit -> audit.complaints(contract).stream())
                .toList();
    }

    /** Of this contract only; ContractAudit looks for lines that belong to no contract. */
    private static List<String> known(Contract contract) {
        try {
            List<String> lines = Files.readAllLines(OPERATIONS).stream()
                    .filter(line -> line.startsWith(contract.provider() + " "))
                    .toList();
            return KnownOperations.complaints(contract.operations(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
