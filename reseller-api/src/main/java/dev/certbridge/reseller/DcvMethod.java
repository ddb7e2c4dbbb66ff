package dev.certbridge.reseller;

/** How control over a domain is proven. E-mail is not offered: whoever reads that mailbox decides. */
public enum DcvMethod {
    /** A DNS record, published through a {@link DnsPublisher}. */
    DNS,
    /** A file served by the domain's web server. Realtime Register only. */
    FILE
}
