/** Keeps certificates valid with workflows of Temporal: one for each certificate, and one wait for each reseller. */
@NullMarked
package dev.certbridge.temporal;

import org.jspecify.annotations.NullMarked;
