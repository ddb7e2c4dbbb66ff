/** The client of acorn, an invented reseller. This client is the smallest example of a client. */
@NullMarked
package dev.certbridge.acorn;

import org.jspecify.annotations.NullMarked;
