package dev.certbridge.conformance.rule;

import dev.certbridge.reseller.Capability;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the default method that tests a rule of the kit. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {

    /** Returns the letter of the topic and a number, from 1 without gaps: {@code M3}. */
    String number();

    /** Returns what a client must do, in one sentence. */
    String title();

    /** Returns the capabilities that the rule needs. A client whose reseller lacks one opts out, and no other. */
    Capability[] needs() default {};

    /**
     * Returns the capabilities of which a reseller must lack at least one for the rule to apply. A client whose reseller
     * has all of them opts out, and no other.
     */
    Capability[] lacks() default {};

    /**
     * Returns the reason for which a client may opt out; without it a client opts out only for {@link #needs} and {@link
     * #lacks}.
     */
    String unless() default "";

    /**
     * Returns true when the rule runs while no other rule does, because it watches the whole process. Other tests in the
     * process are watched too.
     */
    boolean alone() default false;
}
