/**
 * Keeps many certificates valid. A run finds due certificates, orders each term once, waits for orders, and delivers
 * certificates.
 */
@NullMarked
package dev.certbridge.fleet;

import org.jspecify.annotations.NullMarked;
