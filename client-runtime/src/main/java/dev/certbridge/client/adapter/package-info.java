/**
 * What a client module is built of: the one way to spend, the one way to wait, and the checks that all adapters share. For
 * authors of a provider; callers do not need it.
 */
@NullMarked
package dev.certbridge.client.adapter;

import org.jspecify.annotations.NullMarked;
