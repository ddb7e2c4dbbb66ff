/** Order books in memory, in SQLite and in PostgreSQL. */
module dev.certbridge.orderbook {
    requires transitive org.jspecify;
    requires transitive dev.certbridge.reseller;
    requires transitive java.sql;

    exports dev.certbridge.orderbook;
}
