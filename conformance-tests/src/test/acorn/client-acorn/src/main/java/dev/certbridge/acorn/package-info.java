/** The client of acorn, an invented reseller: the smallest example of a provider. */
@NullMarked
package dev.certbridge.acorn;

import org.jspecify.annotations.NullMarked;
