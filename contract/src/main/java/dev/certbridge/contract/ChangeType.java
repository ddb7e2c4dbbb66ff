package dev.certbridge.contract;

import static dev.certbridge.contract.Severity.BREAKING;
import static dev.certbridge.contract.Severity.COMPATIBLE;
import static dev.certbridge.contract.Severity.UNDECIDED;

import java.util.Locale;

/**
 * A type of change between two contracts, with its severity. Every version of certbridge uses the same {@link #id()}
 * for a type.
 */
public enum ChangeType {
    OPERATION_REMOVED(BREAKING, "%s %s was removed"),
    OPERATION_ADDED(UNDECIDED, "%s %s was added"),
    OPERATION_MOVED(BREAKING, "moved from %s %s to %s %s"),
    OPERATION_RENAMED(BREAKING, "%s is now called %s"),
    OPERATION_REGROUPED(BREAKING, "a new tag moves the method from %s to %s"),
    OPERATION_DEPRECATED(COMPATIBLE, "is now deprecated"),
    OPERATION_NO_LONGER_DEPRECATED(COMPATIBLE, "is no longer deprecated"),
    SPENDS_CHANGED(BREAKING, "can %s cost money"),

    STATUS_REMOVED(BREAKING, "the status was removed"),
    /**
     * A new success status is breaking because callers decode its response in the same way as the response of a known
     * success status.
     */
    SUCCESS_STATUS_ADDED(BREAKING, "the status was added"),
    FAILURE_STATUS_ADDED(UNDECIDED, "the status was added"),
    /**
     * The contract has a new response for {@code default} or for a range such as {@code 4XX}, so the meaning of each
     * single status is open.
     */
    STATUS_RANGE_ADDED(UNDECIDED, "a response for several statuses was added"),
    OUTCOME_CHANGED(BREAKING, "the status%s meant %s and now means %s"),

    PARAMETER_REMOVED(BREAKING, "the parameter was removed"),
    REQUIRED_PARAMETER_ADDED(BREAKING, "the parameter was added and is required"),
    OPTIONAL_PARAMETER_ADDED(COMPATIBLE, "the parameter was added"),
    PARAMETER_NEWLY_REQUIRED(BREAKING, "the parameter is now required"),
    PARAMETER_NO_LONGER_REQUIRED(COMPATIBLE, "the parameter is no longer required"),
    PARAMETER_STYLE_CHANGED(BREAKING, "the parameter was written as %s and is now written as %s"),
    PARAMETER_DEPRECATED(COMPATIBLE, "the parameter is now deprecated"),
    PATH_PARAMETER_RENAMED(COMPATIBLE, "the path parameter is now called %s"),

    BODY_REMOVED(BREAKING, "the request body was removed"),
    REQUIRED_BODY_ADDED(BREAKING, "a request body was added and is required"),
    OPTIONAL_BODY_ADDED(COMPATIBLE, "an optional request body was added"),
    BODY_NEWLY_REQUIRED(BREAKING, "the request body is now required"),
    /**
     * A request body that becomes optional counts as breaking because openapi-diff reports this change as incompatible.
     */
    BODY_NO_LONGER_REQUIRED(BREAKING, "the request body is no longer required"),
    MEDIA_TYPE_REMOVED(BREAKING, "the media type was removed"),
    MEDIA_TYPE_ADDED(COMPATIBLE, "the media type was added"),

    REQUEST_MEMBER_REMOVED(BREAKING, "was removed"),
    REQUIRED_REQUEST_MEMBER_ADDED(BREAKING, "was added and is required"),
    OPTIONAL_REQUEST_MEMBER_ADDED(COMPATIBLE, "was added"),
    REQUEST_MEMBER_NEWLY_REQUIRED(BREAKING, "is now required"),
    REQUEST_MEMBER_NO_LONGER_REQUIRED(COMPATIBLE, "is no longer required"),
    REQUEST_NULL_REFUSED(BREAKING, "may no longer be null"),
    REQUEST_NULL_ALLOWED(COMPATIBLE, "may now be null"),
    REQUEST_LIMIT_TIGHTENED(BREAKING, "%s changed from %s to %s"),
    REQUEST_LIMIT_LOOSENED(COMPATIBLE, "%s changed from %s to %s"),
    REQUEST_VALUE_REMOVED(BREAKING, "the value %s was removed"),
    REQUEST_VALUE_ADDED(COMPATIBLE, "the value %s was added"),
    /**
     * The removal of a known value is breaking because a client may still send the value, and the stub then refuses the
     * request.
     */
    REQUEST_KNOWN_VALUE_REMOVED(BREAKING, "known values changed: %s added, %s removed"),
    REQUEST_VARIANT_REMOVED(BREAKING, "the variant %s was removed"),
    REQUEST_VARIANT_ADDED(COMPATIBLE, "the variant %s was added"),
    /** A changed default is breaking because a request without the member now has a different meaning. */
    REQUEST_DEFAULT_CHANGED(BREAKING, "the default is now %s instead of %s"),
    UNKNOWN_MEMBERS_REFUSED(BREAKING, "members that the contract does not name are now refused"),

    RESPONSE_MEMBER_REMOVED(BREAKING, "was removed"),
    RESPONSE_MEMBER_ADDED(COMPATIBLE, "was added"),
    RESPONSE_MEMBER_NO_LONGER_REQUIRED(BREAKING, "may now be missing"),
    RESPONSE_MEMBER_NEWLY_REQUIRED(COMPATIBLE, "is now always present"),
    RESPONSE_NEWLY_NULLABLE(BREAKING, "may now be null"),
    RESPONSE_NO_LONGER_NULLABLE(COMPATIBLE, "may no longer be null"),
    /**
     * A looser limit in a response is breaking because the new values may be too long or too large for a database
     * column or a number type of a caller.
     */
    RESPONSE_LIMIT_LOOSENED(BREAKING, "%s changed from %s to %s"),
    RESPONSE_LIMIT_TIGHTENED(COMPATIBLE, "%s changed from %s to %s"),
    RESPONSE_VALUE_ADDED(BREAKING, "the value %s was added"),
    RESPONSE_VALUE_REMOVED(COMPATIBLE, "the value %s was removed"),
    RESPONSE_VARIANT_REMOVED(BREAKING, "the variant %s was removed"),
    RESPONSE_VARIANT_ADDED(BREAKING, "the variant %s was added"),

    TYPE_CHANGED(BREAKING, "type changed from %s to %s"),
    /** The JSON is unchanged, but the generated class has a new name. */
    MODEL_RENAMED(BREAKING, "the generated class %s is now %s"),
    PATTERN_CHANGED(BREAKING, "%s changed from %s to %s"),
    /**
     * A member that allowed every string now allows only the values of a list, so the generated getter gets another
     * return type.
     */
    ENUM_CLOSED(BREAKING, "allows only %s now"),
    ENUM_OPENED(BREAKING, "is no longer a closed list of values"),
    DISCRIMINATOR_CHANGED(BREAKING, "the discriminator of the variants changed"),
    KNOWN_VALUES_CHANGED(COMPATIBLE, "known values changed: %s added, %s removed"),
    MEMBER_DEPRECATED(COMPATIBLE, "is now deprecated"),

    HEADER_REMOVED(BREAKING, "the header was removed"),
    HEADER_ADDED(COMPATIBLE, "the header was added"),
    HEADER_NO_LONGER_REQUIRED(BREAKING, "the header may now be missing"),
    /**
     * A header that is now always present counts as breaking because openapi-diff reports this change as incompatible.
     * Most callers are not affected by such a header.
     */
    HEADER_NEWLY_REQUIRED(BREAKING, "the header is now always present"),

    SECURITY_REMOVED(BREAKING, "no longer accepted: %s"),
    SECURITY_ADDED(COMPATIBLE, "now accepted: %s"),
    SECURITY_SCHEME_CHANGED(BREAKING, "the security scheme %s changed"),

    /** An incompatible change that openapi-diff reports, and for which there is no other change type. */
    FOUND_BY_OPENAPI_DIFF(
            BREAKING, "openapi-diff reports an incompatible change without a reason; compare the documents");

    private final Severity severity;
    private final String sentence;

    ChangeType(Severity severity, String sentence) {
        this.severity = severity;
        this.sentence = sentence;
    }

    /** Returns the severity of all changes of this type. */
    public Severity severity() {
        return severity;
    }

    /** Returns the name of the type in reports, such as {@code response-newly-nullable}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the remedy for a change of this type, such as {@code compare the documents by hand}. */
    public String remedy() {
        return switch (this) {
            case OPERATION_ADDED -> "decide whether the client calls the operation, and generate the client again";
            case OPERATION_REMOVED -> "remove the operation from client, stub, pacts and rules";
            case OPERATION_RENAMED, OPERATION_REGROUPED, OPERATION_MOVED, PATH_PARAMETER_RENAMED, MODEL_RENAMED ->
                "generate the client again, and use the new name in adapter, stub and pacts";
            case FAILURE_STATUS_ADDED ->
                "decide what the new status means for callers: write x-outcome, an example and a pact";
            case STATUS_RANGE_ADDED -> "list each status by its number, with its x-outcome";
            case STATUS_REMOVED -> "remove the status from stub, pacts and rules, and from the code that expects it";
            case SUCCESS_STATUS_ADDED, SPENDS_CHANGED, OUTCOME_CHANGED ->
                "review the failures that the client reports for this status, and the calls that it repeats";
            case SECURITY_REMOVED, SECURITY_SCHEME_CHANGED -> "change how the client authenticates";
            case FOUND_BY_OPENAPI_DIFF -> "compare the documents by hand";
            default -> {
                if (severity == COMPATIBLE) {
                    yield "nothing";
                }
                yield name().matches("(REQUEST|REQUIRED|PARAMETER|BODY|UNKNOWN)_.*")
                        ? "change the requests of the client, and its pacts"
                        : "generate the client again, and change the code that reads this part";
            }
        };
    }

    String sentence(Object... details) {
        return sentence.formatted(details);
    }
}
