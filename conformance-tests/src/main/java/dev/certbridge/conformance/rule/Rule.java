package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.StubOperator;
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

    /** Returns the number of the rule: the letter of its topic and a number from 1 without gaps, such as {@code M3}. */
    String number();

    /** Returns one sentence that states what a client must do. */
    String title();

    /** Returns the capabilities that the rule needs. A client that lacks one of these capabilities must opt out. */
    Capability[] needs() default {};

    /**
     * Returns capabilities. The rule applies only to a client that lacks at least one of these capabilities. A client
     * that has all of these capabilities must opt out.
     */
    Capability[] lacks() default {};

    /**
     * Returns the reason why any client may opt out of the rule. If the reason is empty, a client may opt out only if
     * {@link #needs} or {@link #lacks} requires it.
     */
    String unless() default "";

    /**
     * Returns the name of the {@link StubOperator} method that the rule needs, or an empty text. A client whose
     * operator does not implement the method must opt out.
     */
    String operator() default "";

    /**
     * Returns true if no other rule may run at the same time, because this rule observes the whole process. Other tests
     * in the process continue to run, so the rule observes them too.
     */
    boolean alone() default false;
}
