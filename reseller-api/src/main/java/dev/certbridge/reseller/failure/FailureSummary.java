package dev.certbridge.reseller.failure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** States what a type of failure means; {@link ResellerException#outcome()} and the README's table are made of it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FailureSummary {

    /** Returns one line of plain Markdown. */
    String value();

    /** Returns what happened to the order and its money. */
    Outcome outcome();

    /** Returns what to do next. */
    NextStep nextStep();
}
