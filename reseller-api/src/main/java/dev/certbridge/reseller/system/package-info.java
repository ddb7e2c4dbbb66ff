/** Files that survive a crash, locks between processes, and programs with a time limit. */
@NullMarked
package dev.certbridge.reseller.system;

import org.jspecify.annotations.NullMarked;
