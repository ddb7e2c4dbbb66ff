package dev.certbridge.contract;

import static dev.certbridge.contract.Severity.BREAKING;
import static dev.certbridge.contract.Severity.COMPATIBLE;

import java.util.Locale;

/** Every kind of change that is told apart, with its severity. The {@link #id()}s are stable. */
public enum ChangeType {
    OPERATION_REMOVED(BREAKING),
    OPERATION_ADDED(COMPATIBLE),
    OPERATION_MOVED(BREAKING),
    OPERATION_RENAMED(BREAKING),
    OPERATION_REGROUPED(BREAKING),
    OPERATION_DEPRECATED(COMPATIBLE),
    OPERATION_NO_LONGER_DEPRECATED(COMPATIBLE),
    SPENDS_CHANGED(BREAKING),

    STATUS_REMOVED(BREAKING),
    /** A caller meets a success that it does not know and decodes it as one that it does. */
    SUCCESS_STATUS_ADDED(BREAKING),
    FAILURE_STATUS_ADDED(COMPATIBLE),
    OUTCOME_CHANGED(BREAKING),

    PARAMETER_REMOVED(BREAKING),
    REQUIRED_PARAMETER_ADDED(BREAKING),
    OPTIONAL_PARAMETER_ADDED(COMPATIBLE),
    PARAMETER_NEWLY_REQUIRED(BREAKING),
    PARAMETER_NO_LONGER_REQUIRED(COMPATIBLE),
    PARAMETER_STYLE_CHANGED(BREAKING),
    PARAMETER_DEPRECATED(COMPATIBLE),
    PATH_PARAMETER_RENAMED(COMPATIBLE),

    BODY_REMOVED(BREAKING),
    REQUIRED_BODY_ADDED(BREAKING),
    OPTIONAL_BODY_ADDED(COMPATIBLE),
    BODY_NEWLY_REQUIRED(BREAKING),
    /** Harmless to most callers, but openapi-diff counts it: see {@link #HEADER_NEWLY_REQUIRED}. */
    BODY_NO_LONGER_REQUIRED(BREAKING),
    MEDIA_TYPE_REMOVED(BREAKING),
    MEDIA_TYPE_ADDED(COMPATIBLE),

    REQUEST_MEMBER_REMOVED(BREAKING),
    REQUIRED_REQUEST_MEMBER_ADDED(BREAKING),
    OPTIONAL_REQUEST_MEMBER_ADDED(COMPATIBLE),
    REQUEST_MEMBER_NEWLY_REQUIRED(BREAKING),
    REQUEST_MEMBER_NO_LONGER_REQUIRED(COMPATIBLE),
    REQUEST_NULL_REFUSED(BREAKING),
    REQUEST_NULL_ALLOWED(COMPATIBLE),
    REQUEST_LIMIT_TIGHTENED(BREAKING),
    REQUEST_LIMIT_LOOSENED(COMPATIBLE),
    REQUEST_VALUE_REMOVED(BREAKING),
    REQUEST_VALUE_ADDED(COMPATIBLE),
    REQUEST_VARIANT_REMOVED(BREAKING),
    REQUEST_VARIANT_ADDED(COMPATIBLE),
    /** What is left out means something else now. */
    REQUEST_DEFAULT_CHANGED(BREAKING),
    UNKNOWN_MEMBERS_REFUSED(BREAKING),

    RESPONSE_MEMBER_REMOVED(BREAKING),
    RESPONSE_MEMBER_ADDED(COMPATIBLE),
    RESPONSE_MEMBER_NO_LONGER_REQUIRED(BREAKING),
    RESPONSE_MEMBER_NEWLY_REQUIRED(COMPATIBLE),
    RESPONSE_NEWLY_NULLABLE(BREAKING),
    RESPONSE_NO_LONGER_NULLABLE(COMPATIBLE),
    /** A caller's column or range can be too small. */
    RESPONSE_LIMIT_LOOSENED(BREAKING),
    RESPONSE_LIMIT_TIGHTENED(COMPATIBLE),
    RESPONSE_VALUE_ADDED(BREAKING),
    RESPONSE_VALUE_REMOVED(COMPATIBLE),
    RESPONSE_VARIANT_REMOVED(BREAKING),
    RESPONSE_VARIANT_ADDED(BREAKING),

    TYPE_CHANGED(BREAKING),
    /** The wire is the same, the generated class is another one. */
    MODEL_RENAMED(BREAKING),
    PATTERN_CHANGED(BREAKING),
    /** An open string became a closed list, or the reverse: the generated type is another one. */
    ENUM_CLOSED(BREAKING),
    ENUM_OPENED(BREAKING),
    DISCRIMINATOR_CHANGED(BREAKING),
    KNOWN_VALUES_CHANGED(COMPATIBLE),
    MEMBER_DEPRECATED(COMPATIBLE),

    HEADER_REMOVED(BREAKING),
    HEADER_ADDED(COMPATIBLE),
    HEADER_NO_LONGER_REQUIRED(BREAKING),
    /** Harmless to most readers, but openapi-diff counts it, and what it counts is never called compatible here. */
    HEADER_NEWLY_REQUIRED(BREAKING),

    SECURITY_REMOVED(BREAKING),
    SECURITY_ADDED(COMPATIBLE),
    SECURITY_SCHEME_CHANGED(BREAKING),

    /** openapi-diff calls it breaking and no rule above has named it. */
    FOUND_BY_OPENAPI_DIFF(BREAKING);

    private final Severity severity;

    ChangeType(Severity severity) {
        this.severity = severity;
    }

    /** Whether such a change breaks callers. */
    public Severity severity() {
        return severity;
    }

    /** The name in reports, such as {@code response-newly-nullable}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
