/** The API of certificate resellers: its calls, values and failures, and the interfaces of order books and clients. */
module dev.certbridge.reseller {
    requires transitive org.jspecify;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;

    exports dev.certbridge.reseller;
    exports dev.certbridge.reseller.book;
    exports dev.certbridge.reseller.csr;
    exports dev.certbridge.reseller.failure;
    exports dev.certbridge.reseller.order;
    exports dev.certbridge.reseller.spi;
    exports dev.certbridge.reseller.system;

    uses dev.certbridge.reseller.spi.ResellerProvider;
}
