/** The command line: the whole life of a certificate, at stub resellers or, when told so, at the real ones. */
@NullMarked
package dev.certbridge.cli;

import org.jspecify.annotations.NullMarked;
