package dev.certbridge.client.transport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The HTTP statuses that the contract documents for a generated operation. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DocumentedStatuses {
    /** Returns the statuses in the same sequence as in the contract. */
    int[] value();
}
