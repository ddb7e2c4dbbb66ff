/** The stub of acorn, an invented reseller. */
@NullMarked
package dev.certbridge.stub.acorn;

import org.jspecify.annotations.NullMarked;
