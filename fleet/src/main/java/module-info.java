/** Keeps many certificates valid. */
module dev.certbridge.fleet {
    requires transitive org.jspecify;
    requires transitive dev.certbridge.reseller;

    exports dev.certbridge.fleet;
}
