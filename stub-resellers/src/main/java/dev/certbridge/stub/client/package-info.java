/**
 * Connects clients to stubs. This package needs the module {@code certbridge-reseller-api}, which the other packages of
 * the stubs do not need.
 */
@NullMarked
package dev.certbridge.stub.client;

import org.jspecify.annotations.NullMarked;
