/**
 * The common part of the stub resellers: an embedded HTTP server on the loopback interface, the checks against the contract, the
 * ledger, provoked failures, and a certificate authority in memory. The behaviour of each reseller is a {@link
 * dev.certbridge.stub.StubBehaviour}, found by its {@link dev.certbridge.stub.StubProvider}.
 */
@NullMarked
package dev.certbridge.stub;

import org.jspecify.annotations.NullMarked;
