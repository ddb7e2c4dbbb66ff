/**
 * The steps that the clients of all resellers share: sending orders, waiting for orders, DNS validation and request
 * checks. Only authors of a client need these classes.
 */
@NullMarked
package dev.certbridge.client.adapter;

import org.jspecify.annotations.NullMarked;
