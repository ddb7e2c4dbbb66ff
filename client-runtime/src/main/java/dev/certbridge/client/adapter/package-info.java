/**
 * The parts that clients share: spend execution, waiting, DNS validation and request checks. For authors of a provider;
 * callers need none of it.
 */
@NullMarked
package dev.certbridge.client.adapter;

import org.jspecify.annotations.NullMarked;
