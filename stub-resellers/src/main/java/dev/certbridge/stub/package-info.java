/**
 * Stub resellers: test servers that behave like the APIs of certificate resellers. This package contains the common
 * part: an embedded HTTP server on the loopback interface, the checks against the contract, the ledger, provoked
 * failures, and a certificate authority in memory. Each reseller has a {@link dev.certbridge.stub.StubBehaviour}, and a
 * {@link dev.certbridge.stub.StubProvider} that starts its stubs.
 */
@NullMarked
package dev.certbridge.stub;

import org.jspecify.annotations.NullMarked;
