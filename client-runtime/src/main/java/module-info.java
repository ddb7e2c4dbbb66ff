/**
 * The code that the clients of all resellers share: the transport, and the steps that place orders and wait for orders.
 */
@SuppressWarnings("requires-automatic")
module dev.certbridge.client.runtime {
    requires transitive org.jspecify;
    requires transitive dev.certbridge.reseller;
    requires transitive feign.core;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    // Required by HttpClient, which has no module descriptor: for host names, socket options and logging.
    requires java.naming;
    requires jdk.net;
    requires org.slf4j;

    // For dev.certbridge.client.observe alone.
    requires static micrometer.observation;

    exports dev.certbridge.client.adapter;
    exports dev.certbridge.client.observe;
    exports dev.certbridge.client.transport;
}
