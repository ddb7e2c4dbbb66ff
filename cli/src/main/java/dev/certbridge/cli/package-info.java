/** The command line {@code certbridge}. {@link dev.certbridge.cli.Main} starts it, one class per command, options as mixins. */
@NullMarked
package dev.certbridge.cli;

import org.jspecify.annotations.NullMarked;
