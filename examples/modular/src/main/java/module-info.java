/** A program on the module path. */
module shop {
    requires dev.certbridge.orderbook;
    requires dev.certbridge.regfish;
}
