/**
 * The command line {@code certbridge}. {@link dev.certbridge.cli.Main} starts it. Each command is one class, and
 * classes of options are mixins of the commands.
 */
@NullMarked
package dev.certbridge.cli;

import org.jspecify.annotations.NullMarked;
