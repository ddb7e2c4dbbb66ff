/** The kit: a {@link dev.certbridge.conformance.Subject} per reseller, found by {@link java.util.ServiceLoader}. */
@NullMarked
package dev.certbridge.conformance;

import org.jspecify.annotations.NullMarked;
