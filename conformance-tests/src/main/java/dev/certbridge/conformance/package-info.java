/**
 * The conformance kit. The kit tests each {@link dev.certbridge.conformance.ClientUnderTest} that
 * {@link java.util.ServiceLoader} finds.
 */
@NullMarked
package dev.certbridge.conformance;

import org.jspecify.annotations.NullMarked;
