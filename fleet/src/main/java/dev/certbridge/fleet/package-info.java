/** Keeps many certificates valid: decides what is due, orders each term once, waits and delivers. */
@NullMarked
package dev.certbridge.fleet;

import org.jspecify.annotations.NullMarked;
