/**
 * The engine that both stub resellers share: an embedded HTTP server on the loopback interface, the checks against the
 * contract, the ledger, the failures that can be provoked, and a certificate authority in memory. What a reseller does
 * with an order is not here; see {@link dev.certbridge.stub.StubBehaviour}.
 */
@NullMarked
package dev.certbridge.stub;

import org.jspecify.annotations.NullMarked;
