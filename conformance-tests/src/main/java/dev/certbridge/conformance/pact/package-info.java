/**
 * The pacts of the kit. A pact describes the parts of responses on which a built-in client relies. The class {@link
 * dev.certbridge.conformance.pact.CommittedPact} reads the pact files. The class {@link
 * dev.certbridge.conformance.pact.PactCheck} checks that a contract allows the interactions of a pact.
 */
@NullMarked
package dev.certbridge.conformance.pact;

import org.jspecify.annotations.NullMarked;
