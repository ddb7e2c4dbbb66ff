/**
 * Connects clients to stubs. Needs {@code certbridge-reseller-api}, which the other packages of the stubs do not need.
 */
@NullMarked
package dev.certbridge.stub.client;

import org.jspecify.annotations.NullMarked;
