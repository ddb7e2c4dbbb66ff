/**
 * Classes that the clients share: spend execution, waiting, DNS validation and request checks. They are for authors of
 * a provider. Callers of a client do not need them.
 */
@NullMarked
package dev.certbridge.client.adapter;

import org.jspecify.annotations.NullMarked;
