/** Publishers of validation records for domains whose DNS is at another company than the certificates. */
module dev.certbridge.dns {
    requires transitive org.jspecify;
    requires transitive dev.certbridge.reseller;
    requires org.dnsjava;

    exports dev.certbridge.dns;
}
