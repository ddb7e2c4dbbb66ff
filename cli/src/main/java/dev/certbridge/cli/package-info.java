/** The command line: {@code certbridge order NAME}, on embedded stub resellers. */
@NullMarked
package dev.certbridge.cli;

import org.jspecify.annotations.NullMarked;
