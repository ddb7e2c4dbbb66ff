/**
 * The pacts of the kit, which describe what the built-in clients rely on.
 * {@link dev.certbridge.conformance.pact.CommittedPact} reads the pact files, and
 * {@link dev.certbridge.conformance.pact.PactCheck} checks that a contract allows their interactions.
 */
@NullMarked
package dev.certbridge.conformance.pact;

import org.jspecify.annotations.NullMarked;
