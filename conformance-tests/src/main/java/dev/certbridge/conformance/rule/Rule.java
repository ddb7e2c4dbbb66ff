package dev.certbridge.conformance.rule;

import dev.certbridge.reseller.Capability;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A rule of the kit: the default method that it stands on tries it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {

    /** The letter of its topic and a number, from 1 without gaps: {@code M3}. */
    String number();

    /** What a client must do, in one sentence. */
    String says();

    /** What a reseller must be able to do for the rule to mean anything. One that cannot opts out, and no other. */
    Capability[] needs() default {};

    /**
     * What a reseller must lack, one of them at least, for the rule to mean anything. One that lacks none opts out, and no
     * other.
     */
    Capability[] lacks() default {};

    /**
     * What a reseller may lack so that the rule says nothing about it; without it nobody opts out but for {@link #needs} and
     * {@link #lacks}.
     */
    String unless() default "";

    /**
     * Whether it is tried while no other rule is: it watches what the whole process does. Only rules are held off; what else
     * runs in the process, other tests for one, is watched too.
     */
    boolean alone() default false;
}
