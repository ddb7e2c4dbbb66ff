/** Publishers of validation records, for DNS zones that the reseller of the certificates does not host. */
module dev.certbridge.dns {
    requires transitive org.jspecify;
    requires transitive dev.certbridge.reseller;
    requires org.dnsjava;

    exports dev.certbridge.dns;
}
