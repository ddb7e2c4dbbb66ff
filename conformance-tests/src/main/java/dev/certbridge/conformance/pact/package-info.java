/**
 * The pacts that come with the kit: {@link dev.certbridge.conformance.pact.CommittedPact} reads what the built-in clients
 * rely on, {@link dev.certbridge.conformance.pact.PactCheck} compares it with a contract.
 */
@NullMarked
package dev.certbridge.conformance.pact;

import org.jspecify.annotations.NullMarked;
