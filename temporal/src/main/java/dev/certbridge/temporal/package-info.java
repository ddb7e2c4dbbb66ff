/**
 * Keeps certificates valid with Temporal workflows. Each certificate has a workflow of its own, and all open orders at
 * a reseller have a common workflow that waits for them.
 */
@NullMarked
package dev.certbridge.temporal;

import org.jspecify.annotations.NullMarked;
