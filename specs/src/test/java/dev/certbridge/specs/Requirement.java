package dev.certbridge.specs;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The requirements of a contract. A test checks a broken contract with all of them and not only with the one that it
 * breaks.
 */
enum Requirement {
    NO_OPERATION_OR_STATUS_IS_ADDED_REMOVED_OR_RENAMED_UNNOTICED(OperationChecks::known),
    EVERY_OPERATION_AND_RESPONSE_HAS_ITS_EVIDENCE(OperationChecks::evidence),
    EVERY_RESPONSE_HAS_ITS_OUTCOME(OperationChecks::outcomes),
    EXACTLY_THE_LISTED_OPERATIONS_CAN_COST_MONEY(OperationChecks::spending),
    EVERY_OPERATION_HAS_A_VALID_NAME_ONE_TAG_AND_ITS_OWN_SECURITY(OperationChecks::naming),
    EVERY_REFERENCE_HAS_A_TARGET_AND_NO_SIBLINGS(SchemaChecks::references),
    NO_RESPONSE_IS_CLOSED_TO_NEW_VALUES_AND_NO_REQUEST_HAS_DEFAULTS(SchemaChecks::openness),
    NO_SECRET_IS_PRINTED(SchemaChecks::secrets),
    EVERY_BODY_HAS_AN_EXAMPLE_AND_EVERY_EXAMPLE_VALIDATES(WorkingExamples::violations),
    EVERY_MEMBER_OF_EVERY_SCHEMA_IS_SHOWN_BY_AN_EXAMPLE(ShownMembers::violations),
    EVERY_CERTIFICATE_AND_SIGNING_REQUEST_IN_AN_EXAMPLE_IS_REAL(PemBlocks::violations);

    private final Function<Contract, List<String>> check;

    Requirement(Function<Contract, List<String>> check) {
        this.check = check;
    }

    /** Returns the violations of a contract, one line each with its location. */
    List<String> violations(Contract contract) {
        return check.apply(contract);
    }

    /** Returns the requirement as a sentence. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
