package dev.certbridge.reseller.failure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The meaning of a type of failure. This annotation is the source of {@link ResellerException#outcome()}, of {@link
 * ResellerException#nextStep()}, and of the table of failures in the documentation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FailureSummary {

    /** Returns the meaning in one line of Markdown. */
    String value();

    /** Returns the effect of the failed call on the order and its money. */
    Outcome outcome();

    /** Returns the next step after the failure. */
    NextStep nextStep();
}
