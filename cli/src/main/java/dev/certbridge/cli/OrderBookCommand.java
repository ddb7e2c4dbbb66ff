package dev.certbridge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that works on an order book and calls no reseller. */
abstract class OrderBookCommand implements Callable<Integer> {

    @Mixin
    final BookOptions books = new BookOptions();

    @Mixin
    final Output output = new Output();
}
