/**
 * Classes that the clients share: spend execution, waiting, DNS validation and request checks. Only authors of a client
 * need these classes.
 */
@NullMarked
package dev.certbridge.client.adapter;

import org.jspecify.annotations.NullMarked;
