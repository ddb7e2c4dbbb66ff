package dev.certbridge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that calls resellers. */
abstract class ResellerCommand implements Callable<Integer> {

    @Mixin
    final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    final Output output = new Output();
}
