/**
 * Keeps certificates valid with workflows of Temporal: one workflow for each certificate, and one common wait for each
 * reseller.
 */
@NullMarked
package dev.certbridge.temporal;

import org.jspecify.annotations.NullMarked;
