/** What would be the module {@code client-acorn}: the entry, and the adapter behind it. Sees the reseller API only. */
@NullMarked
package dev.certbridge.conformance.acorn.client;

import org.jspecify.annotations.NullMarked;
