/** The command line, started by {@link dev.certbridge.cli.Main}. Options that commands share are picocli mixins. */
@NullMarked
package dev.certbridge.cli;

import org.jspecify.annotations.NullMarked;
