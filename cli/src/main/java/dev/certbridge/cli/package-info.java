/**
 * The command line of certbridge. The class {@link dev.certbridge.cli.Main} starts the command line. The options that
 * several commands share are picocli mixins.
 */
@NullMarked
package dev.certbridge.cli;

import org.jspecify.annotations.NullMarked;
