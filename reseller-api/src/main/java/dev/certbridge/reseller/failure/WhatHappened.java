package dev.certbridge.reseller.failure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What happened to the money when this was thrown, in one line: the README's table is made of these. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WhatHappened {

    /** One line, plain Markdown. */
    String value();
}
