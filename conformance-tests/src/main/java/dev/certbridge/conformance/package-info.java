/** The kit: a {@link dev.certbridge.conformance.ClientUnderTest} per reseller, found by {@link java.util.ServiceLoader}. */
@NullMarked
package dev.certbridge.conformance;

import org.jspecify.annotations.NullMarked;
