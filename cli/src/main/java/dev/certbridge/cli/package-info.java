/**
 * The command line {@code certbridge}. {@link dev.certbridge.cli.Main} starts it. Each command is one class. Options
 * that several commands share are in classes of their own, which the commands include as picocli mixins.
 */
@NullMarked
package dev.certbridge.cli;

import org.jspecify.annotations.NullMarked;
