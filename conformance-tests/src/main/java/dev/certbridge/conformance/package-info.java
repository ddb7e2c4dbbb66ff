/**
 * The conformance kit. It tests each {@link dev.certbridge.conformance.ClientUnderTest} that {@link
 * java.util.ServiceLoader} finds.
 */
@NullMarked
package dev.certbridge.conformance;

import org.jspecify.annotations.NullMarked;
